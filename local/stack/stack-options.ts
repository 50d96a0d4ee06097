export interface StackOptions {
  /** Folder of the built function app: `package.json`, `host.json`, `dist/`, and `bicep/sources.json`. */
  readonly appDirectory: string;
  /** Everything that the stack keeps. */
  readonly dataDirectory: string;
  /** Forget what an earlier stack kept. @default false */
  readonly fresh?: boolean;
  /** Port of the function app; taken is an error. 0 is any. @default 7071 */
  readonly port?: number;
  /** Whether the services behind the app use their well-known ports where free. @default true */
  readonly wellKnownPorts?: boolean;
  /** Simulated events a second, all sources together; 0 for none. @default 40 */
  readonly eventsPerSecond?: number;
  /** Names of the sources that are simulated. @default every source that has a simulator */
  readonly simulated?: readonly string[];
  /** Shares of faulty simulated events, as the app reads them. */
  readonly faults?: string;
  /** @default 1 */
  readonly seed?: number;
  /** Partitions of each hub, fixed when a hub is first made. @default 4 */
  readonly partitionCount?: number;
  /** For Core Tools: run the app with `func start`, and blobs and queues beside tables. @default false */
  readonly coreTools?: boolean;
  /** Without the function app: the services only, for commands that read what is there. @default true */
  readonly withApp?: boolean;
  /**
   * Without Data Factory, Databricks and their identity: nothing is refreshed then.
   * @default as withApp
   */
  readonly withLakehouse?: boolean;
  /** Whether faults of the services can be switched on, for tests. @default false */
  readonly faultEndpoints?: boolean;
  /** Start a worker that died again without the waits of the platform, for tests. @default false */
  readonly quickRestarts?: boolean;
  /** Settings of the app that somebody added: they hold where the stack sets none. */
  readonly addedSettings?: Readonly<Record<string, string>>;
  /** Settings of the app that win over those of the stack. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Something that a person should know (a service ended and was started again). */
  readonly notify?: (message: string) => void;
  /** A service cannot be kept up; the stack should be closed. */
  readonly onFailure?: (error: unknown) => void;
}

export interface Stack {
  /** Of the function app, such as `http://127.0.0.1:7071`. */
  readonly baseUrl: string;
  readonly eventHubs: { readonly port: number; readonly connectionString: string };
  readonly lake: { readonly port: number; readonly baseUrl: string; readonly connectionString: string };
  readonly tablePort: number;
  /** Azure Resource Manager for the app's settings; undefined without the app. */
  readonly appService: { readonly endpoint: string; readonly siteResourceId: string } | undefined;
  /** Undefined without the lakehouse. */
  readonly databricks: { readonly baseUrl: string } | undefined;
  readonly dataFactory: { readonly endpoint: string } | undefined;
  readonly powerBi: { readonly endpoint: string; readonly arrivedUrl: string } | undefined;
  readonly settings: Readonly<Record<string, string>>;
  /** Names of the app's sources, each of which has a hub. */
  readonly sources: readonly string[];
  /** Process ids by service, as they are now. */
  processIds(): Promise<Readonly<Record<string, number>>>;
  /** Restarts the app without simulators, so that what is in the hubs can be landed to the end. */
  stopSimulators(): Promise<void>;
  /** Stops everything, the app first; what is kept stays. */
  close(): Promise<void>;
}
