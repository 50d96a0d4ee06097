import { type VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app-context';
import { sessionKey } from '../data/session-key';
import { useStore } from './use-store';

/** Requests the function key if the app requires one. The key is kept for this tab only. */
export function KeyDialog(): VNode {
  const { askingForKey, poller } = useApp();
  const asking = useStore(askingForKey);
  const dialog = useRef<HTMLDialogElement>(null);
  const [key, setKey] = useState('');
  const refused = sessionKey.read() !== null;

  useEffect(() => {
    if (asking && dialog.current?.open === false) dialog.current.showModal();
    if (!asking && dialog.current?.open === true) dialog.current.close();
  }, [asking]);

  const close = (): void => {
    askingForKey.set(false);
  };

  return (
    <dialog ref={dialog} aria-labelledby="key-title" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          sessionKey.write(key.trim());
          setKey('');
          close();
          poller.hurry();
        }}
      >
        <h2 id="key-title">{refused ? 'The app refused this key' : 'The app requires a function key'}</h2>
        <p>
          Find it in the Azure portal under the function app’s <em>App keys</em>. It stays in this tab and is
          sent to this app only.
        </p>
        <label class="field wide">
          <span>Function key</span>
          <input
            type="password"
            autocomplete="off"
            required
            value={key}
            onInput={(event) => {
              setKey(event.currentTarget.value);
            }}
          />
        </label>
        <div class="actions">
          <button type="submit" class="primary">
            Use this key
          </button>
          <button type="button" onClick={close}>
            Not now
          </button>
        </div>
      </form>
    </dialog>
  );
}
