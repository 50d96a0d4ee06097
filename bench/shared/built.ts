import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as PipelineMonitorModule from '../../local/cli/pipeline-monitor';
import type * as RefreshClientModule from '../../local/cli/refresh-client';
import type * as EventHubsModule from '../../local/event-hubs';
import type * as StartStackModule from '../../local/stack/start-stack';
import type * as ByteWriterModule from '../../src/lib/landing/byte-writer';
import type * as EncodeSlotModule from '../../src/lib/landing/encode-slot';
import type * as PartitionModule from '../../src/lib/landing/slot-metadata';
import type * as LakeClientModule from '../../src/lib/landing/store/lake-client';
import type * as ValidateModule from '../../src/lib/contracts/validate';
import type * as RegistryModule from '../../src/lib/contracts/registry';
import type * as SimulatorModule from '../../src/lib/simulate/simulator';

/** Folder of the repository. */
export const ROOT = join(__dirname, '../..');

/** Folder for the figures. */
export const RESULTS = join(ROOT, 'bench', 'results');

const load = createRequire(__filename);

/** The app as it is deployed: the compiled files of `dist/`, not the sources through a loader. */
export const app = {
  ...(load('../../dist/src/lib/contracts/validate') as typeof ValidateModule),
  ...(load('../../dist/src/lib/contracts/registry') as typeof RegistryModule),
  ...(load('../../dist/src/lib/landing/byte-writer') as typeof ByteWriterModule),
  ...(load('../../dist/src/lib/landing/encode-slot') as typeof EncodeSlotModule),
  ...(load('../../dist/src/lib/landing/slot-metadata') as typeof PartitionModule),
  ...(load('../../dist/src/lib/landing/store/lake-client') as typeof LakeClientModule),
  ...(load('../../dist/src/lib/simulate/simulator') as typeof SimulatorModule),
};

/** The stand-ins as `npm start` runs them: the compiled files of `build/`. */
export const local = {
  ...(load('../../build/local/stack/start-stack') as typeof StartStackModule),
  startEventHubs: (load('../../build/local/event-hubs') as typeof EventHubsModule).startEventHubs,
  ...(load('../../build/local/cli/refresh-client') as typeof RefreshClientModule),
  ...(load('../../build/local/cli/pipeline-monitor') as typeof PipelineMonitorModule),
};
