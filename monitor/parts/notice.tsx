import { type ComponentChildren, type VNode } from 'preact';
import { Skeleton } from './skeleton';
import { type Resource } from './use-resource';

/** A message that explains a problem, with what to do. */
export function Notice({
  tone,
  title,
  children,
}: {
  readonly tone: 'bad' | 'warn' | 'good' | 'quiet';
  readonly title: string;
  readonly children?: ComponentChildren;
}): VNode {
  return (
    <div class={`notice ${tone}`}>
      <p class="notice-title">{title}</p>
      {children}
    </div>
  );
}

/** Shown in place of an answer that is loading or failed. Nothing after success. */
export function ResourceNotice<T>({
  resource,
  what,
}: {
  readonly resource: Resource<T>;
  /** As in "the refreshes". */
  readonly what: string;
}): VNode | null {
  const { value, failure, reload } = resource;
  if (failure !== undefined) {
    return (
      <Notice tone={value === undefined ? 'bad' : 'warn'} title={failure.detail}>
        <p>
          {value === undefined ? `The page cannot show ${what}. ` : `The page shows the last known data. `}
          <button type="button" class="link" onClick={reload}>
            Try again
          </button>
        </p>
      </Notice>
    );
  }
  return value === undefined ? <Skeleton what={what} /> : null;
}
