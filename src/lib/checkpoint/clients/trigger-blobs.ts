import { type BlobClient, type ContainerClient, type RestError } from '@azure/storage-blob';
import {
  type CheckpointPlace,
  type CheckpointPosition,
  type Ownership,
  type StoredCheckpoint,
  type TriggerState,
} from '../ports';
import { type Connection } from '../../platform/azure/connections';
import { SluiceError } from '../../platform/errors';
import { createLakeContainer, isNotFound } from '../../platform/azure/lake-file-system';

const CONTAINER = 'azure-webjobs-eventhub';
/**
 * Older extensions write this text if no offset is known. They then continue from the sequence number, as newer ones
 * do.
 */
const NO_OFFSET = 'no offset';

/**
 * Checkpoints and claims in the form of the Event Hubs extension: empty blobs with metadata and lower-case names.
 * Extensions up to 6.2 continue from the sequence number, newer ones from the offset, so both must belong to the same
 * event. Source: BlobCheckpointStoreInternal in Azure/azure-sdk-for-net.
 */
export class TriggerBlobs implements TriggerState {
  readonly #container: ContainerClient;
  readonly #namespace: string;

  /**
   * @param storage the account of the Functions host
   * @param eventHubs connection whose namespace is part of the names
   */
  constructor(storage: Connection, eventHubs: Connection) {
    this.#container = createLakeContainer(storage, CONTAINER);
    this.#namespace = toNamespace(eventHubs);
  }

  async readCheckpoint(place: CheckpointPlace): Promise<StoredCheckpoint | undefined> {
    const found = await this.#read('checkpoint', place);
    if (found === undefined) return undefined;
    const { offset = '' } = found.metadata;
    const number = found.metadata['sequencenumber'] ?? '';
    const sequenceNumber = /^\d+$/.test(number) ? Number(number) : NaN;
    return {
      sequenceNumber: Number.isSafeInteger(sequenceNumber) ? sequenceNumber : undefined,
      offset: offset === '' || offset.toLowerCase() === NO_OFFSET ? undefined : offset,
      etag: found.etag,
    };
  }

  async moveCheckpoint(
    place: CheckpointPlace,
    { sequenceNumber, offset = NO_OFFSET }: CheckpointPosition,
    etag: string | undefined,
  ): Promise<'moved' | 'changed meanwhile'> {
    const blob = this.#blob('checkpoint', place);
    const metadata = {
      offset,
      sequencenumber: String(sequenceNumber),
      clientidentifier: 'sluice-checkpoint',
    };
    try {
      if (etag === undefined) {
        await blob.getBlockBlobClient().upload('', 0, { metadata, conditions: { ifNoneMatch: '*' } });
      } else {
        await blob.setMetadata(metadata, { conditions: { ifMatch: etag } });
      }
      return 'moved';
    } catch (error) {
      const { statusCode } = error as Partial<RestError>;
      if (statusCode === 409 || statusCode === 412 || (statusCode === 404 && etag !== undefined))
        return 'changed meanwhile';
      throw unavailable(`move ${blob.name}`, error);
    }
  }

  async readOwnership(place: CheckpointPlace): Promise<Ownership | undefined> {
    const found = await this.#read('ownership', place);
    if (found === undefined) return undefined;
    // Both times are from the service's clock, because this machine's clock may be wrong.
    const renewedSecondsAgo = (found.date.getTime() - found.lastModified.getTime()) / 1000;
    return { owner: found.metadata['ownerid'] ?? '', renewedSecondsAgo };
  }

  async #read(kind: 'checkpoint' | 'ownership', place: CheckpointPlace) {
    const blob = this.#blob(kind, place);
    try {
      const { metadata = {}, etag = '', lastModified, date } = await blob.getProperties();
      const named = Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), value] as const);
      return {
        metadata: Object.fromEntries(named) as Readonly<Record<string, string | undefined>>,
        etag,
        lastModified: lastModified ?? new Date(0),
        date: date ?? new Date(),
      };
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw unavailable(`read ${blob.name}`, error);
    }
  }

  #blob(kind: string, { hub, consumerGroup, partition }: CheckpointPlace): BlobClient {
    const folder = `${this.#namespace}/${hub}/${consumerGroup}`.toLowerCase();
    return this.#container.getBlobClient(`${folder}/${kind}/${partition}`);
  }
}

/** Returns the fully qualified namespace. For a connection string it is the host name without the port. */
function toNamespace(eventHubs: Connection): string {
  if (eventHubs.kind === 'identity') return eventHubs.endpoint;
  const endpoint = /(?:^|;)\s*Endpoint=([^;]+)/i.exec(eventHubs.connectionString)?.[1] ?? '';
  if (!URL.canParse(endpoint)) {
    throw new SluiceError('config_invalid', 'EventHubs: the connection string has no Endpoint=sb://…', {
      kind: 'misuse',
    });
  }
  return new URL(endpoint).hostname;
}

function unavailable(action: string, cause: unknown): SluiceError {
  const { statusCode, code, message } = cause as Partial<RestError>;
  const reason = [statusCode, code ?? message].filter((part) => part !== undefined).join(' ');
  return new SluiceError(
    'checkpoint_unavailable',
    `could not ${action} in container '${CONTAINER}' of the Functions host's account: ${reason}`,
    { kind: 'transient', cause },
  );
}
