import { choosePort, DEFAULT_PORTS, findPort, requirePort } from './choose-port';

/** Port of AMQP over TLS (https://www.iana.org/assignments/service-names-port-numbers). */
const AMQPS_PORT = 5671;

export interface StackPorts {
  readonly eventHubs: number;
  /** 5671 if it may be used and is free: some clients of Event Hubs use no other port for TLS. */
  readonly secondEventHubs: number | undefined;
  readonly lake: number;
  readonly table: number;
  readonly blob: number;
  readonly queue: number;
  /** The identity endpoint and Key Vault. */
  readonly identity: readonly [number, number];
  /** Raw files, Data Factory, Databricks and Power BI. */
  readonly lakehouse: readonly [number, number, number, number];
  readonly appService: number;
  /** 0 without the app. */
  readonly app: number;
}

/**
 * Chooses free ports for all services.
 *
 * @param options.appPort port of the app, which must be free; `undefined` without the app
 * @throws StandInError `option_invalid` if the app's port is in use
 */
export async function choosePorts({
  wellKnownPorts,
  appPort,
}: {
  readonly wellKnownPorts: boolean;
  readonly appPort: number | undefined;
}): Promise<StackPorts> {
  const choose = (preferred: number): Promise<number> => choosePort(wellKnownPorts ? preferred : 0);
  return {
    eventHubs: await choose(DEFAULT_PORTS.eventHubs),
    secondEventHubs: wellKnownPorts ? await findPort(AMQPS_PORT) : undefined,
    lake: await choose(DEFAULT_PORTS.lake),
    table: await choose(10_002),
    blob: await choose(10_000),
    queue: await choose(10_001),
    identity: [await choose(DEFAULT_PORTS.identity), await choose(DEFAULT_PORTS.keyVault)],
    lakehouse: [
      await choose(DEFAULT_PORTS.rawFiles),
      await choose(DEFAULT_PORTS.dataFactory),
      await choose(DEFAULT_PORTS.databricks),
      await choose(DEFAULT_PORTS.powerBi),
    ],
    appService: await choose(DEFAULT_PORTS.appService),
    app: appPort === undefined ? 0 : await requirePort(appPort, '--port'),
  };
}
