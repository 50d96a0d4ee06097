import { choosePort, DEFAULT_PORTS, findPort } from './choose-port';

/** Port of AMQP over TLS (https://www.iana.org/assignments/service-names-port-numbers). */
const AMQPS_PORT = 5671;

/** Ports of the services of a stack. */
export interface StackPorts extends ServicePorts {
  /** 5671 if it may be used and is free: some clients of Event Hubs use no other port for TLS. */
  readonly secondEventHubs: number | undefined;
}

interface ServicePorts {
  readonly eventHubs: number;
  readonly lake: number;
  readonly tables: number;
  /** Azurite's blobs, only for the state of Core Tools' host. */
  readonly hostBlobs: number;
  /** Azurite's queues, only for the state of Core Tools' host. */
  readonly hostQueues: number;
  readonly identity: number;
  readonly keyVault: number;
  readonly rawFiles: number;
  readonly dataFactory: number;
  readonly databricks: number;
  readonly powerBi: number;
  readonly appService: number;
}

/** Port of the blobs of `UseDevelopmentStorage=true`, the lake's own. */
export const DEVELOPMENT_BLOB_PORT = DEFAULT_PORTS.lake;
/** Port of the tables of `UseDevelopmentStorage=true`. */
export const DEVELOPMENT_TABLE_PORT = 10_002;

/** The services that only Core Tools' host needs. */
export const HOST_STORAGE = ['hostBlobs', 'hostQueues'] as const;

/** The name of each service in messages, and its preferred port. */
const PREFERRED: Readonly<Record<keyof ServicePorts, readonly [string, number]>> = {
  eventHubs: ['Event Hubs', DEFAULT_PORTS.eventHubs],
  lake: ['the lake', DEVELOPMENT_BLOB_PORT],
  tables: ['tables', DEVELOPMENT_TABLE_PORT],
  hostBlobs: ["Azurite's blobs", 10_020],
  hostQueues: ["Azurite's queues", 10_021],
  identity: ['identity', DEFAULT_PORTS.identity],
  keyVault: ['Key Vault', DEFAULT_PORTS.keyVault],
  rawFiles: ['raw files', DEFAULT_PORTS.rawFiles],
  dataFactory: ['Data Factory', DEFAULT_PORTS.dataFactory],
  databricks: ['Databricks', DEFAULT_PORTS.databricks],
  powerBi: ['Power BI', DEFAULT_PORTS.powerBi],
  appService: ['Resource Manager', DEFAULT_PORTS.appService],
};

export interface ChoosePortsOptions {
  /** Otherwise each service gets any free port. */
  readonly wellKnownPorts: boolean;
  /** Services that do not start in this stack; a port of theirs that is in use is no message. */
  readonly unused: readonly (keyof ServicePorts)[];
  /** Gets a message for each service whose preferred port is in use. */
  readonly notify: (message: string) => void;
  /** Returns the preferred port if it is free, otherwise another; 0 chooses any. @default choosePort */
  readonly choose?: (preferred: number) => Promise<number>;
  /** Returns the port if it is free. @default findPort */
  readonly find?: (port: number) => Promise<number | undefined>;
}

/** Chooses a port for each service, with a message where a well-known port is in use. */
export async function choosePorts(options: ChoosePortsOptions): Promise<StackPorts> {
  const { wellKnownPorts, unused, notify, choose = choosePort, find = findPort } = options;
  const ports = new Map<string, number>();
  for (const [service, [name, preferred]] of Object.entries(PREFERRED)) {
    let port = await choose(wellKnownPorts ? preferred : 0);
    // No service listens yet, so the system can offer the same free port twice.
    while ([...ports.values()].includes(port)) port = await choose(0);
    ports.set(service, port);
    const isUsed = !unused.some((name) => name === service);
    if (wellKnownPorts && isUsed && port !== preferred) notify(toNotice(name, preferred, port));
  }
  return {
    ...(Object.fromEntries(ports) as unknown as ServicePorts),
    secondEventHubs: wellKnownPorts ? await find(AMQPS_PORT) : undefined,
  };
}

function toNotice(name: string, preferred: number, port: number): string {
  const notice = `Port ${preferred} is in use: ${name} has port ${port}.`;
  return preferred === DEVELOPMENT_BLOB_PORT || preferred === DEVELOPMENT_TABLE_PORT
    ? `${notice} UseDevelopmentStorage=true reaches another program, so use the connection string.`
    : notice;
}
