import { type AllowedHosts } from '../kit';

export interface StackOptions extends AllowedHosts {
  /** Folder of the built function app, with `package.json`, `host.json`, `dist/` and `bicep/sources.json`. */
  readonly appDirectory: string;
  /** Data folder of the stack. */
  readonly dataDirectory: string;
  /** Delete existing data first. @default false */
  readonly fresh?: boolean;
  /** Port of the function app; a port in use is an error. 0 chooses any. @default 7071 */
  readonly port?: number;
  /** Use the well-known ports of the services if they are free. @default true */
  readonly wellKnownPorts?: boolean;
  /** Simulated events a second over all sources; 0 for none. @default 40 */
  readonly eventsPerSecond?: number;
  /** Names of the sources to simulate. @default every source that has a simulator */
  readonly simulated?: readonly string[];
  /** Shares of faulty simulated events, in the format of the app's setting. */
  readonly faults?: string;
  /** @default 1 */
  readonly seed?: number;
  /** Whether refreshes bring in the tables of a simulated ERP system, which describe the products of the shop. @default false */
  readonly simulatesErp?: boolean;
  /** Partitions of each hub, fixed when a hub is created. @default 4 */
  readonly partitionCount?: number;
  /** Run the app with Core Tools' `func start`, and start blobs and queues besides tables. @default false */
  readonly coreTools?: boolean;
  /** Without the function app, only the services start, for commands that read the data. @default true */
  readonly withApp?: boolean;
  /**
   * Start Data Factory, Databricks and their identity. Without them there are no refreshes.
   * @default as withApp
   */
  readonly withLakehouse?: boolean;
  /** Start the managed identity, for tokens of clients. @default as withApp or withLakehouse */
  readonly withIdentity?: boolean;
  /** Whether tests can switch on faults of the services. @default false */
  readonly faultEndpoints?: boolean;
  /** Restart a worker that died without the waiting times of the platform, for tests. @default false */
  readonly quickRestarts?: boolean;
  /** App settings that a person added. Settings of the stack have priority. */
  readonly addedSettings?: Readonly<Record<string, string>>;
  /** App settings with priority over those of the stack. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Reports a message for the user, such as the restart of a service. */
  readonly notify?: (message: string) => void;
  /** A service keeps failing; the caller should close the stack. */
  readonly onFailure?: (error: unknown) => void;
}

export interface Stack {
  /** Address of the function app, such as `http://127.0.0.1:7071`. */
  readonly baseUrl: string;
  readonly eventHubs: {
    readonly port: number;
    readonly connectionString: string;
    readonly tlsConnectionString: string;
  };
  readonly lake: { readonly port: number; readonly baseUrl: string; readonly connectionString: string };
  readonly tablePort: number;
  /** Address of Azure Resource Manager for the app's settings; undefined without the app. */
  readonly appService: { readonly endpoint: string; readonly siteResourceId: string } | undefined;
  /** Undefined without the app and without the lakehouse. */
  readonly keyVault: { readonly vaultUrl: string } | undefined;
  /** Certificate of the authority that clients of services with TLS must trust. */
  readonly caFile: string;
  /** Undefined without the lakehouse. */
  readonly databricks: { readonly baseUrl: string } | undefined;
  readonly dataFactory: { readonly endpoint: string } | undefined;
  readonly powerBi: { readonly endpoint: string; readonly arrivedUrl: string } | undefined;
  readonly settings: Readonly<Record<string, string>>;
  /** Names of the app's sources; each source has a hub. */
  readonly sources: readonly string[];
  /** Current process ids by service. */
  processIds(): Promise<Readonly<Record<string, number>>>;
  /** Restarts the app without simulators, so that the remaining events in the hubs can be landed. */
  stopSimulators(): Promise<void>;
  /** Stops all services, the app first. The data folder remains. */
  close(): Promise<void>;
}
