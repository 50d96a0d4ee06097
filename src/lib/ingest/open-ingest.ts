import { type Contracts, openContracts } from '../contracts/open-contracts';
import { type Source } from '../contracts/source';
import { type Clock } from '../platform/clock';
import { type Platform } from '../platform/platform';
import { openPublishers, type Publisher } from '../publish';
import { INGEST, type IngestConfig } from './settings';

/** The parts of HTTP ingestion. */
export interface Ingest extends IngestConfig, Pick<Contracts, 'registry' | 'maxEventBytes'> {
  readonly clock: Clock;
  readonly publishers: Readonly<Record<Source, Pick<Publisher, 'publish'>>>;
}

/** Opens ingestion with the settings of the app. @throws SluiceError `config_invalid` */
export function openIngest(platform: Platform): Ingest {
  const { maxRecordsPerRequest } = platform.settings({ ingest: INGEST }).ingest;
  const { registry, maxEventBytes } = platform.use(openContracts);
  return {
    registry,
    maxEventBytes,
    maxRecordsPerRequest,
    clock: platform.clock,
    publishers: platform.use(openPublishers),
  };
}
