import { type ComponentChildren, type VNode } from 'preact';
import { type Resource } from './use-resource';

/** Why something is not there, in words, with what to do. */
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

/** What stands where an answer will be, or why there is none. Nothing where all is well. */
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
          {value === undefined
            ? `Without an answer, ${what} cannot be shown. `
            : `Shown is what was known before. `}
          <button type="button" class="link" onClick={reload}>
            Ask again
          </button>
        </p>
      </Notice>
    );
  }
  return value === undefined ? <p class="loading">Asking for {what} …</p> : null;
}
