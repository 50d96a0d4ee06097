import { type VNode } from 'preact';
import { nearestPath, toJsonLines } from '../derive/json-lines';

export interface JsonMark {
  readonly path: string;
  readonly message: string;
}

/** JSON in lines. Marked places have a bar, a number and, for screen readers, the message. */
export function JsonView({
  value,
  label,
  marks = [],
}: {
  readonly value: unknown;
  readonly label: string;
  readonly marks?: readonly JsonMark[];
}): VNode {
  const lines = toJsonLines(value);
  const paths = new Set(lines.map(({ path }) => path));
  const byPath = new Map<string, number[]>();
  for (const [index, mark] of marks.entries()) {
    const at = nearestPath(paths, mark.path);
    byPath.set(at, [...(byPath.get(at) ?? []), index]);
  }
  return (
    <div class="json" tabIndex={0} role="region" aria-label={label}>
      <pre>
        {lines.map(({ path, depth, name, text, comma, kind }, index) => {
          const marked = kind === 'close' ? undefined : byPath.get(path);
          return (
            <code key={index} class={marked === undefined ? 'json-line' : 'json-line marked'}>
              {'  '.repeat(depth)}
              {name === null ? null : (
                <>
                  <span class="json-name">{name}</span>
                  {': '}
                </>
              )}
              <span class={`json-${kind}`}>{text}</span>
              {comma ? ',' : ''}
              {marked?.map((mark) => (
                <span key={mark} class="json-mark">
                  {' '}
                  <span aria-hidden="true">◂ {mark + 1}</span>
                  <span class="spoken">, rejected: {marks[mark]?.message}</span>
                </span>
              ))}
              {'\n'}
            </code>
          );
        })}
      </pre>
    </div>
  );
}
