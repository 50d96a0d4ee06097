import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as PipelineMonitorModule from '../../local/cli/pipeline-monitor';
import type * as RefreshClientModule from '../../local/cli/refresh-client';
import type * as EventHubsModule from '../../local/event-hubs';
import type * as StartStackModule from '../../local/stack/start-stack';
import type * as AppPartsModule from '../../tools/build/bundle/benchmark-parts';

/** Folder of the repository. */
export const ROOT = join(__dirname, '../..');

/** Folder for the figures. */
export const RESULTS = join(ROOT, 'bench', 'results');

const load = createRequire(__filename);

/** Parts of the app, bundled like the deployed app, not the sources through a loader. */
export const app = load('../../dist/commands/benchmark-parts') as typeof AppPartsModule;

/** The stand-ins as `npm start` runs them: the compiled files of `build/`. */
export const local = {
  ...(load('../../build/local/stack/start-stack') as typeof StartStackModule),
  startEventHubs: (load('../../build/local/event-hubs') as typeof EventHubsModule).startEventHubs,
  ...(load('../../build/local/cli/refresh-client') as typeof RefreshClientModule),
  ...(load('../../build/local/cli/pipeline-monitor') as typeof PipelineMonitorModule),
};
