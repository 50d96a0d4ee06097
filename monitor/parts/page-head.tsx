import { type ComponentChildren, type VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The heading of a view. It takes the focus after a navigation by a link. */
export function PageHead({
  title,
  children,
  back,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly back?: { readonly href: string; readonly name: string };
}): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Sluice`;
    // On the first view of a visit, the focus stays where the browser puts it.
    if (document.documentElement.dataset['visited'] !== undefined)
      heading.current?.focus({ preventScroll: true });
    document.documentElement.dataset['visited'] = '';
  }, [title]);
  return (
    <div class="page-head">
      {back === undefined ? null : (
        <a class="back" href={back.href}>
          <span aria-hidden="true">←</span> {back.name}
        </a>
      )}
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {children === undefined ? null : <div class="page-note">{children}</div>}
    </div>
  );
}
