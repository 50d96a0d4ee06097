import { type VNode } from 'preact';
import { writeExactJson } from '../../derive/exact-json';
import { type Edit } from '../../derive/patch-from-edit';
import { Notice } from '../../parts/notice';

/** The changes of an edit before they are sent. */
export function EditPreview({ edit }: { readonly edit: Edit }): VNode {
  switch (edit.outcome) {
    case 'unchanged':
      return <p class="edit-note quiet">No changes yet.</p>;
    case 'malformed':
      return <Notice tone="warn" title={`This is not JSON yet: ${edit.message}`} />;
    case 'masked':
      return (
        <Notice tone="bad" title={`A mask would be sent as a value at ${edit.paths.join(', ')}.`}>
          <p>Enter the real value, or restore the mask.</p>
        </Notice>
      );
    case 'patch':
      return (
        <div class="edit-note">
          <p>Changes that are sent:</p>
          <ul class="plain">
            {edit.patch.map((operation, index) => (
              <li key={index}>
                <span class="op">{operation.op}</span>{' '}
                {operation.op === 'move' ? (
                  <>
                    <code>{operation.from}</code> to{' '}
                  </>
                ) : null}
                <code>{operation.path === '' ? 'the whole event' : operation.path}</code>
                {'value' in operation ? (
                  <>
                    {' '}
                    = <code>{shorten(writeExactJson(operation.value))}</code>
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      );
  }
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
