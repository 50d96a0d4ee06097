import './styles/index.css';
import { render } from 'preact';
import { App } from './app';
import { type AppContext, AppContextOf } from './app-context';
import { createApiClient } from './data/api-client';
import { createKeptAnswers } from './data/kept-answers';
import { sessionKey } from './data/session-key';
import { createStatusPoller } from './data/status-poller';
import { createStore } from './data/store';
import { applyTheme, readTheme } from './parts/theme';
import { createSpeaker } from './derive/speaker';

function start(root: HTMLElement): void {
  const theme = createStore(readTheme());
  applyTheme(theme.get());
  const askingForKey = createStore(false);
  // After the dialog is closed, it does not open again until the page has a key or is reloaded.
  let declined = false;
  askingForKey.subscribe(() => {
    if (askingForKey.get()) return;
    declined = sessionKey.read() === null;
  });
  const kept = createKeptAnswers();
  const call = createApiClient({
    readKey: sessionKey.read,
    onUnauthorised: () => {
      kept.clear();
      if (!declined) askingForKey.set(true);
    },
    fetch: (url, init) => fetch(url, init),
  });
  const announce: AppContext['announce'] = (kind, at) => {
    dispatchEvent(new CustomEvent('sluice:update', { detail: { kind, at } }));
  };
  const poller = createStatusPoller({
    call,
    isHidden: () => document.hidden,
    onApplied: (at) => {
      // After the page is rendered, so that listeners find the new content.
      requestAnimationFrame(() => {
        announce('status', at);
      });
    },
  });
  const clock = createStore(Date.now());
  setInterval(() => {
    clock.set(Date.now());
  }, 1000);
  const spoken = createStore('');
  const speak = createSpeaker();
  poller.pipeline.subscribe(() => {
    const { status, connection } = poller.pipeline.get();
    const words = speak(status, connection.state);
    if (words !== undefined) spoken.set(words);
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) poller.hurry();
  });
  poller.start();
  const app: AppContext = { call, kept, poller, clock, spoken, askingForKey, theme, announce };
  render(
    <AppContextOf.Provider value={app}>
      <App />
    </AppContextOf.Provider>,
    root,
  );
}

const root = document.getElementById('app');
if (root !== null) start(root);
