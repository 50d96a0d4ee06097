import { type VNode } from 'preact';
import { KeyDialog } from './parts/key-dialog';
import { useRoute, useStore } from './parts/use-store';
import { useApp } from './app-context';
import { TopBar } from './parts/top-bar';
import { ConnectionBar } from './parts/connection-bar';
import { type Route } from './derive/route';
import { PipelinePage } from './views/pipeline/pipeline-page';
import { PartitionsPage } from './views/partitions/partitions-page';
import { QuarantineListPage } from './views/quarantine/quarantine-page';
import { RecordView } from './views/quarantine/record-page';
import { ReplaysPage } from './views/quarantine/replay-history';
import { RefreshesPage } from './views/refreshes/refreshes-page';
import { RefreshView } from './views/refreshes/refresh-page';
import { WindowsPage } from './views/windows/windows-page';
import { GoldPage } from './views/gold/gold-page';
import { ContractsPage } from './views/contracts/contracts-page';
import { ContractView } from './views/contracts/contract-page';

/** The page: its frame, and the view of the current address. */
export function App(): VNode {
  const route = useRoute();
  const { spoken } = useApp();
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <TopBar page={route.page} />
      <main id="main" tabIndex={-1} class="page">
        <ConnectionBar />
        <View key={`${route.page}/${route.parts.join('/')}`} route={route} />
      </main>
      <div role="status" aria-live="polite" class="spoken">
        {useStore(spoken)}
      </div>
      <KeyDialog />
    </>
  );
}

/** The hash is the page's own address, so the link moves the focus itself. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function View({ route: { page, parts } }: { readonly route: Route }): VNode {
  const [first, second] = parts;
  switch (page) {
    case 'pipeline':
      return <PipelinePage />;
    case 'partitions':
      return <PartitionsPage />;
    case 'quarantine':
      if (first === undefined) return <QuarantineListPage />;
      return first === 'replays' ? <ReplaysPage /> : <RecordView id={first} />;
    case 'refreshes':
      return first === undefined ? <RefreshesPage /> : <RefreshView id={first} />;
    case 'windows':
      return <WindowsPage />;
    case 'gold':
      return <GoldPage />;
    case 'contracts':
      return first === undefined || second === undefined ? (
        <ContractsPage />
      ) : (
        <ContractView type={first} version={second} />
      );
  }
}
