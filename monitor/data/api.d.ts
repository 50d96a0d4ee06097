// Written by `npm run generate` from the api.ts files of src/lib. Change those, not this file. Check sum: ebb3a9f52a319fb5dd919be61cccbce9ca71209fd2e12f941b5e7dfe95357d6f
export interface paths {
    readonly "/api/ingest/customers/profile": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Customer profile change
         * @description One change of one customer's profile. An upsert has the whole profile after the change. A delete has no profile, so that an erasure adds no personal data.
         */
        readonly post: operations["ingest.customers.profile"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/ingest/ecommerce/clickstream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Click
         * @description One action of one visitor of the shop, in the order of their session.
         */
        readonly post: operations["ingest.ecommerce.clickstream"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/ingest/ecommerce/order": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Order
         * @description The state of one order after a change: each change of status is an event with the whole order. Money is an integer in minor units (cents), which JSON, DuckDB and Spark represent exactly and sum without casts or rounding. Every currency listed here has two decimal places, so a mart divides by 100.
         */
        readonly post: operations["ingest.ecommerce.order"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/ingest/iot/telemetry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Device telemetry
         * @description One reading of one device at one time and place. Sensors, gateways, trackers and hourly weather stations share this shape, so each metric is optional and at least one is required.
         */
        readonly post: operations["ingest.iot.telemetry"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/ingest/logistics/shipment": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Shipment event
         * @description One step of one shipment: a parcel on the road, or a leg flown between two airports. A delay is negative when the shipment was early.
         */
        readonly post: operations["ingest.logistics.shipment"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the refreshes, newest first */
        readonly get: operations["listRefreshes"];
        readonly put?: never;
        /** Start a refresh of Silver and Gold, or return the running one */
        readonly post: operations["startRefresh"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/refresh/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get a refresh: its steps, runs, models, quality and watermarks */
        readonly get: operations["getRefresh"];
        readonly put?: never;
        readonly post?: never;
        /** Cancel a refresh and its downstream runs; repeated requests are harmless */
        readonly delete: operations["cancelRefresh"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/refresh/{id}/tasks/{task}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get the log and the error of a task of the newest job run */
        readonly get: operations["getRefreshTask"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/quarantine": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Quarantined records, newest first, with counts by reason */
        readonly get: operations["listQuarantine"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/quarantine/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One record: its rejections, location, content and replays */
        readonly get: operations["getQuarantinedRecord"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/quarantine/replays": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Replays with time and caller, newest first */
        readonly get: operations["listReplays"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/quarantine/replay": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Validates records again, optionally with a fix, and publishes the valid ones
         * @description A replayed event keeps its id, and `replaces` names the record that it replaces. Records that this fix did not try come first, then the oldest. Call again while records remain.
         */
        readonly post: operations["replayQuarantine"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/quarantine/reopen": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Opens records again that were tried too often with the same fix
         * @description A replay skips a record that the same fix tried `QUARANTINE_MAX_ATTEMPTS` times. Another fix, a changed contract, or this call opens it again.
         */
        readonly post: operations["reopenQuarantine"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/serve": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the views, with their keys and values */
        readonly get: operations["listViews"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/serve/{view}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Query a view over a time range, from the batch view and live windows */
        readonly get: operations["getView"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/serve/{view}/changes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Wait until live windows of a view change */
        readonly get: operations["waitForChanges"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/gold": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List the tables of Gold, with their columns */
        readonly get: operations["listGold"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/gold/{table}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read rows of a Gold table */
        readonly get: operations["getGold"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/status": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get the status of all stages, from the hubs to the sinks, with current problems
         * @description Always 200 while the app runs: a stage that is down is null, and a problem describes the effect. A slow stage has its last known numbers. Counts are events since the hub was created. For a rate, compare two answers.
         */
        readonly get: operations["getStatus"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Check that the app is running
         * @description Asks no other service, so that a probe does not restart the app because of one.
         */
        readonly get: operations["getHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/ready": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Check that all services that the app needs are available
         * @description A service that fails is asked a second time. Slow services are named in an answer with 200.
         */
        readonly get: operations["getReadiness"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/simulate/{source}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Publish simulated events */
        readonly post: operations["simulate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/contracts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All contracts, without their schemas */
        readonly get: operations["listContracts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/contracts/{type}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The versions of one event type */
        readonly get: operations["listVersions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/contracts/{type}/{version}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One contract with its JSON Schema */
        readonly get: operations["getContract"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Get the OpenAPI document */
        readonly get: operations["getOpenApi"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Get the addresses of the pages and of the main routes
         * @description A browser gets the same as a page. The address `/` gives the same answer.
         */
        readonly get: operations["getFront"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A problem as in RFC 9457, with the position in the body if it is known. */
        readonly BodyProblem: {
            /** @constant */
            readonly type: "about:blank";
            readonly title: string;
            readonly status: number;
            /** @description A description of the error for people. */
            readonly detail: string;
            /** @description The error code for programs. */
            readonly code: string;
            /** @description Position of the fault in the body, in bytes. */
            readonly offset?: number;
            /** @description Line of the body that has the fault. */
            readonly line?: number;
            /** @description Cell of the CSV row that has the fault. */
            readonly column?: number;
        };
        /** @description One version of a contract, without its schema. */
        readonly Contract: {
            /** @description `$id` of the schema, and CloudEvents `dataschema` of its events. */
            readonly id: string;
            /** @description CloudEvents `type`: `<source>.<event>`. */
            readonly type: string;
            readonly version: number;
            readonly source: components["schemas"]["Source"];
            readonly title: string;
            readonly description: string;
            /** @description A JSON Pointer (RFC 6901) into the record. */
            readonly eventId: string;
            /** @description A JSON Pointer (RFC 6901) into the record. */
            readonly eventTime: string;
            /** @description A JSON Pointer (RFC 6901) into the record. */
            readonly partitionKey: string;
            readonly personalData: readonly components["schemas"]["PersonalDataField"][];
            /** @description Departments whose marts read the event. */
            readonly departments: readonly string[];
            /** @description The entity whose versions the events are. Null if each event is an independent fact. */
            readonly history: components["schemas"]["ContractHistory"] | null;
            /** @description Length, keys and values of the live windows. Null if there are none. */
            readonly windows: components["schemas"]["ContractWindows"] | null;
            readonly url: string;
        };
        /** @description One version of a contract, with its schema. */
        readonly ContractDetail: {
            /** @description `$id` of the schema, and CloudEvents `dataschema` of its events. */
            readonly id: string;
            /** @description CloudEvents `type`: `<source>.<event>`. */
            readonly type: string;
            readonly version: number;
            readonly source: components["schemas"]["Source"];
            readonly title: string;
            readonly description: string;
            /** @description A JSON Pointer (RFC 6901) into the record. */
            readonly eventId: string;
            /** @description A JSON Pointer (RFC 6901) into the record. */
            readonly eventTime: string;
            /** @description A JSON Pointer (RFC 6901) into the record. */
            readonly partitionKey: string;
            readonly personalData: readonly components["schemas"]["PersonalDataField"][];
            /** @description Departments whose marts read the event. */
            readonly departments: readonly string[];
            /** @description The entity whose versions the events are. Null if each event is an independent fact. */
            readonly history: components["schemas"]["ContractHistory"] | null;
            /** @description Length, keys and values of the live windows. Null if there are none. */
            readonly windows: components["schemas"]["ContractWindows"] | null;
            readonly url: string;
            /** @description The JSON Schema (2020-12) of the record. */
            readonly schema: {
                readonly [key: string]: unknown;
            };
        };
        readonly ContractHistory: {
            /** @description The identity of the entity whose versions the events are. */
            readonly key: string;
            /** @description Which events are deletions. They empty the personal fields of all earlier versions. */
            readonly erasedWhen?: {
                /** @description A JSON Pointer (RFC 6901) into the record. */
                readonly path: string;
                readonly equals: string | number | boolean;
            };
        };
        readonly ContractList: {
            readonly contracts: readonly components["schemas"]["Contract"][];
        };
        /**
         * @description An event type, such as `iot.telemetry`.
         * @enum {string}
         */
        readonly ContractType: "customers.profile" | "ecommerce.clickstream" | "ecommerce.order" | "iot.telemetry" | "logistics.shipment";
        readonly ContractVersions: {
            readonly type: string;
            readonly versions: readonly components["schemas"]["Contract"][];
        };
        readonly ContractWindows: {
            /**
             * @description Length of a live window, in seconds of event time. The batch view has minutes.
             * @enum {number}
             */
            readonly seconds: 10 | 60;
            readonly keys: readonly {
                /** @description Name in snake case. It is a column of the batch view, of sinks and of answers. */
                readonly name: string;
                /** @description A text of the record that is not personal. If it is missing, the key is `unknown`. */
                readonly path: string;
            }[];
            readonly values: readonly {
                /** @description Name in snake case, as of a key. */
                readonly name: string;
                /** @enum {string} */
                readonly aggregate: "count" | "sum" | "minimum" | "maximum" | "average";
                /** @description The number that is aggregated. Events without it do not count. Absent for `count`. */
                readonly path?: string;
                /** @description Only events that meet this condition count. */
                readonly where?: {
                    /** @description A JSON Pointer (RFC 6901) into the record. */
                    readonly path: string;
                    readonly equals: string | number | boolean;
                };
            }[];
        };
        /** @description The result of one expectation on a model's rows. */
        readonly ExpectationResult: {
            readonly name: string;
            /** @enum {string} */
            readonly action: "warn" | "drop" | "fail";
            /** @description Rows that were checked. */
            readonly checked: number;
            /** @description Checked rows that failed. */
            readonly failed: number;
        };
        readonly Front: {
            /** @constant */
            readonly name: "Sluice";
            /** @description Version of the package. */
            readonly version: string;
            /** @description Version of this API. */
            readonly apiVersion: string;
            readonly links: {
                /**
                 * Format: uri
                 * @description The monitor page.
                 */
                readonly monitor: string;
                /**
                 * Format: uri
                 * @description This API as a page.
                 */
                readonly docs: string;
                /**
                 * Format: uri
                 * @description This API as an OpenAPI document.
                 */
                readonly openapi: string;
                /**
                 * Format: uri
                 * @description The contracts of events.
                 */
                readonly contracts: string;
                /**
                 * Format: uri
                 * @description The status of all stages.
                 */
                readonly status: string;
                /**
                 * Format: uri
                 * @description Whether the app is running.
                 */
                readonly health: string;
                /**
                 * Format: uri
                 * @description Whether all services that the app needs are available.
                 */
                readonly ready: string;
            };
        };
        readonly GoldCell: string | number | boolean | null;
        readonly GoldColumn: {
            readonly name: string;
            /** @description Type as in the models: `string`, `long`, `decimal(18,2)`, … */
            readonly type: string;
            readonly description: string | null;
        };
        readonly GoldRows: {
            readonly table: string;
            /** @description The newest refresh that wrote the table. */
            readonly refresh: number | null;
            /**
             * Format: date-time
             * @description When the model of the table changed, while rows of its older text stay until the table is rebuilt. Absent if all rows are of one text.
             */
            readonly modelChangedAt?: string;
            readonly columns: readonly components["schemas"]["GoldColumn"][];
            /** @description Values by column name. */
            readonly rows: readonly {
                readonly [key: string]: components["schemas"]["GoldCell"];
            }[];
            /** @description Whether there are more rows than `limit`. */
            readonly truncated: boolean;
        };
        readonly GoldTable: {
            readonly table: string;
            /** @description Absent if a writer did not count them. */
            readonly rows?: number;
            /** @description The newest refresh that wrote the table. */
            readonly refresh: number | null;
            /**
             * Format: date-time
             * @description When the model of the table changed, while rows of its older text stay until the table is rebuilt. Absent if all rows are of one text.
             */
            readonly modelChangedAt?: string;
            readonly columns: readonly components["schemas"]["GoldColumn"][];
            readonly partitionedBy: readonly string[];
            /** @description Why the table cannot be read. Absent if it can. */
            readonly problem?: string;
        };
        readonly GoldTables: {
            readonly tables: readonly components["schemas"]["GoldTable"][];
        };
        readonly Health: {
            /** @constant */
            readonly status: "healthy";
        };
        readonly ModelChange: {
            readonly table: string;
            /**
             * Format: date-time
             * @description Start of the first refresh with the present text of the model.
             */
            readonly changedAt: string;
            /** @description What happened and how to rebuild the table, for people. */
            readonly detail: string;
        };
        /** @description Sums over all models of a refresh. */
        readonly ModelCounts: {
            readonly models: number;
            readonly committed: number;
            readonly unchanged: number;
            readonly failed: number;
            readonly rowsWritten: number;
            readonly rowsDropped: number;
            /** @description Expectations that failed with the action `warn`. */
            readonly warnings: number;
            /** @description Tables with rows of an older text of their model; absent if there are none. */
            readonly mixedTables?: number;
        };
        readonly ModelResult: {
            /** @description `<layer>.<table>` */
            readonly model: string;
            readonly refresh: number;
            /**
             * @description `already`: a repeated task found that the table was already at this refresh.
             * @enum {string}
             */
            readonly outcome: "committed" | "unchanged" | "already" | "failed";
            /** @description Version of the Delta table; null before its first commit and for views. */
            readonly version: number | null;
            readonly rowsRead: number;
            readonly rowsWritten: number;
            readonly rowsRemoved: number;
            readonly rowsDropped: number;
            readonly newestEventTime: string | null;
            readonly expectations: readonly components["schemas"]["ExpectationResult"][];
            /** @description Whether the refresh computed every row from all inputs and replaced the table. */
            readonly rebuilt?: boolean;
            /**
             * Format: date-time
             * @description When the model changed, while rows of its older text stay in the table; null if there are none.
             */
            readonly modelChangedAt?: string | null;
            /** Format: date-time */
            readonly startedAt: string;
            /** Format: date-time */
            readonly endedAt: string;
            readonly durationMilliseconds: number;
            readonly error: string | null;
        };
        /** @description One hub partition in all stages. */
        readonly PartitionStatus: {
            readonly partition: number;
            readonly received: number | null;
            /** Format: date-time */
            readonly newestEnqueuedTime: string | null;
            /** @description Number of the newest slot; null before the first. */
            readonly slot: number | null;
            readonly landed: number | null;
            readonly landingLag: number | null;
            readonly aggregated: number | null;
            readonly liveLag: number | null;
        };
        /** @description One operation of JSON Patch (RFC 6902). */
        readonly PatchOperation: {
            /** @constant */
            readonly op: "add";
            readonly path: string;
            readonly value: unknown;
        } | {
            /** @constant */
            readonly op: "replace";
            readonly path: string;
            readonly value: unknown;
        } | {
            /** @constant */
            readonly op: "test";
            readonly path: string;
            readonly value: unknown;
        } | {
            /** @constant */
            readonly op: "remove";
            readonly path: string;
        } | {
            /** @constant */
            readonly op: "move";
            readonly from: string;
            readonly path: string;
        } | {
            /** @constant */
            readonly op: "copy";
            readonly from: string;
            readonly path: string;
        };
        readonly PersonalDataField: {
            /** @description A JSON Pointer (RFC 6901) into the record. */
            readonly path: string;
            /**
             * @description How the field is treated on its way to Silver. Bronze keeps the original.
             * @enum {string}
             */
            readonly treatment: "hash" | "mask" | "drop" | "generalise";
        };
        readonly PipelineStatus: {
            /** Format: date-time */
            readonly at: string;
            readonly app: {
                readonly version: string;
            };
            readonly problems: readonly components["schemas"]["StatusProblem"][];
            readonly sources: readonly components["schemas"]["SourceStatus"][];
            readonly quarantine: components["schemas"]["QuarantineSummary"] | null;
            readonly refresh: components["schemas"]["RefreshStatus"] | null;
            readonly sinks: readonly components["schemas"]["SinkStatus"][];
            readonly powerBi: {
                /** @description On a local stack, the URL that lists the rows that Power BI received. */
                readonly arrivedUrl: string | null;
            };
        };
        /** @description A problem as in RFC 9457. */
        readonly Problem: {
            /** @constant */
            readonly type: "about:blank";
            readonly title: string;
            readonly status: number;
            /** @description A description of the error for people. */
            readonly detail: string;
            /** @description The error code for programs. */
            readonly code: string;
        };
        readonly QuarantineCount: {
            readonly source: components["schemas"]["Source"];
            /** @description Type of the contract that the event breaks, if it is known. */
            readonly contract: string | null;
            readonly code: string;
            readonly records: number;
        };
        readonly QuarantineDetails: {
            /** @description `<source>.<hubGeneration>.<partition>.<sequenceNumber>` */
            readonly id: string;
            readonly source: components["schemas"]["Source"];
            /** @description Type of the contract that the event breaks, if it is known. */
            readonly contract: string | null;
            readonly version: number | null;
            readonly partition: number;
            readonly sequenceNumber: number;
            /** @description Id of the event. Null if it has none that can be read, or if version 0.1.0 indexed it. */
            readonly eventId: string | null;
            /** Format: date-time */
            readonly enqueuedTime: string;
            /** Format: date-time */
            readonly landedAt: string;
            /** @description Codes of all rejections, each once. */
            readonly codes: readonly string[];
            /** @description As many as fit. Bronze has all of them. */
            readonly rejections: readonly components["schemas"]["Rejection"][];
            /** @description Length of the original event. */
            readonly bytes: number;
            /**
             * @description `open`: never replayed, or rejected each time. `replaying`: a replay began and its end is unknown; the event may be in the hub. `replayed`: the event is in the hub again.
             * @enum {string}
             */
            readonly state: "open" | "replaying" | "replayed";
            /** @description Replays other than dry runs. */
            readonly attempts: number;
            /** Format: date-time */
            readonly replayedAt: string | null;
            /**
             * Format: date-time
             * @description When a steward opened the record for replays again.
             */
            readonly reopenedAt: string | null;
            readonly hubGeneration: string;
            /** @description Name of the slot in the container `bronze`. */
            readonly slot: string;
            readonly contentType: string | null;
            /** @description Application properties, masked. */
            readonly properties: {
                readonly [key: string]: unknown;
            } | null;
            /** @description The event, masked: values of protected and unknown fields are covered. Null if it is not a JSON object. */
            readonly event: unknown;
            /** @description The masked text of an event that is not a JSON object: names and punctuation, x for letters, 0 for digits. */
            readonly text: string | null;
            /** @description The original body, with `bytes=true`. */
            readonly base64?: string;
            readonly replays: readonly components["schemas"]["QuarantineReplay"][];
        };
        readonly QuarantineList: {
            /** @description A record with several codes counts in each. */
            readonly counts: readonly components["schemas"]["QuarantineCount"][];
            /** @description Matching records, each once. */
            readonly total: number;
            readonly records: readonly components["schemas"]["QuarantineRecord"][];
            /** @description Address of the next page. */
            readonly next: string | null;
        };
        readonly QuarantineRecord: {
            /** @description `<source>.<hubGeneration>.<partition>.<sequenceNumber>` */
            readonly id: string;
            readonly source: components["schemas"]["Source"];
            /** @description Type of the contract that the event breaks, if it is known. */
            readonly contract: string | null;
            readonly version: number | null;
            readonly partition: number;
            readonly sequenceNumber: number;
            /** @description Id of the event. Null if it has none that can be read, or if version 0.1.0 indexed it. */
            readonly eventId: string | null;
            /** Format: date-time */
            readonly enqueuedTime: string;
            /** Format: date-time */
            readonly landedAt: string;
            /** @description Codes of all rejections, each once. */
            readonly codes: readonly string[];
            /** @description As many as fit. Bronze has all of them. */
            readonly rejections: readonly components["schemas"]["Rejection"][];
            /** @description Length of the original event. */
            readonly bytes: number;
            /**
             * @description `open`: never replayed, or rejected each time. `replaying`: a replay began and its end is unknown; the event may be in the hub. `replayed`: the event is in the hub again.
             * @enum {string}
             */
            readonly state: "open" | "replaying" | "replayed";
            /** @description Replays other than dry runs. */
            readonly attempts: number;
            /** Format: date-time */
            readonly replayedAt: string | null;
            /**
             * Format: date-time
             * @description When a steward opened the record for replays again.
             */
            readonly reopenedAt: string | null;
        };
        readonly QuarantineReopenReport: {
            /** @description Matching records whose event is not in the hub again. */
            readonly matched: number;
            /** @description Records that had attempts. Every fix may be tried with them again. */
            readonly reopened: number;
            /** @description Records without attempts since they came or were reopened. They are open. */
            readonly unchanged: number;
            /** @description Named records whose event is in the hub again. `again` of a replay includes them. */
            readonly replayed: number;
        };
        /**
         * @example {
         *       "filter": {
         *         "source": "iot",
         *         "code": "contract.format"
         *       }
         *     }
         */
        readonly QuarantineReopenRequest: {
            readonly filter: components["schemas"]["ReplayFilter"];
        };
        readonly QuarantineReplay: {
            /** @description Starts with the time of the replay, such as `20261121T061000123Z-3f9a1c2b`. */
            readonly replay: string;
            /** Format: date-time */
            readonly at: string;
            /**
             * Format: date-time
             * @description Null if the replay did not finish.
             */
            readonly endedAt: string | null;
            /** @description The caller, if the platform authenticated one. */
            readonly by: string | null;
            readonly filter: components["schemas"]["ReplayFilter"];
            readonly fix: ({
                readonly patch: readonly {
                    readonly op: string;
                    readonly path: string;
                    readonly from?: string;
                }[];
            } | {
                readonly version: number;
            } | {
                /** @constant */
                readonly event: true;
            }) | null;
            /** @description Matching records whose event was not in the hub again. */
            readonly matched: number;
            /** @description Published records. In a dry run, those that would be published. */
            readonly published: number;
            /** @description Records that were tried and rejected again. */
            readonly rejected: number;
            /** @description Records that are already in the hub, have no attempts left with this fix, are in another replay, or were deleted. */
            readonly skipped: number;
            /** @description Records that were accepted but may not be in the hub. They can be replayed again. */
            readonly failed: number;
        };
        readonly QuarantineReplayList: {
            readonly replays: readonly components["schemas"]["QuarantineReplay"][];
        };
        readonly QuarantineReplayReport: {
            /** @description Null for a dry run. */
            readonly replay: string | null;
            readonly dryRun: boolean;
            /** @description Matching records whose event was not in the hub again. */
            readonly matched: number;
            /** @description Published records. In a dry run, those that would be published. */
            readonly published: number;
            /** @description Records that were tried and rejected again. */
            readonly rejected: number;
            /** @description Records that are already in the hub, have no attempts left with this fix, are in another replay, or were deleted. */
            readonly skipped: number;
            /** @description Records that were accepted but may not be in the hub. They can be replayed again. */
            readonly failed: number;
            /** @description Matching records that were not tried yet. */
            readonly remaining: number;
            /** @description Skipped records that were tried too often with this fix. Another fix tries them, and so does a reopening. */
            readonly exhausted: number;
            readonly results: readonly components["schemas"]["ReplayResult"][];
        };
        /**
         * @example {
         *       "filter": {
         *         "source": "iot",
         *         "code": "contract.format"
         *       },
         *       "fix": {
         *         "patch": [
         *           {
         *             "op": "replace",
         *             "path": "/data/measuredAt",
         *             "value": "2026-11-21T06:00:00Z"
         *           }
         *         ]
         *       },
         *       "dryRun": true
         *     }
         */
        readonly QuarantineReplayRequest: {
            readonly filter: components["schemas"]["ReplayFilter"];
            readonly fix?: components["schemas"]["ReplayFix"];
            /**
             * @description Only validates. Nothing is published, written or counted.
             * @default false
             */
            readonly dryRun?: boolean;
            /**
             * @description Includes named records whose event is in the hub again, or that another replay has begun.
             * @default false
             */
            readonly again?: boolean;
            /**
             * @description Maximum number of records to try.
             * @default 100
             */
            readonly limit?: number;
        };
        /** @description Totals of the quarantine. */
        readonly QuarantineSummary: {
            readonly records: number;
            /** @description Records whose event is not in the hub again. */
            readonly open: number;
            /** @description Open records. A record with several codes counts in each. */
            readonly bySourceAndCode: readonly {
                readonly source: components["schemas"]["Source"];
                readonly code: string;
                readonly records: number;
            }[];
        };
        readonly Readiness: {
            /** @constant */
            readonly status: "ready";
            /** @description Names of the services that took more than 3 seconds; absent without one. */
            readonly slow?: readonly string[];
        };
        /** @description The result of one record. */
        readonly RecordResult: {
            /** @description Position of the record in the request, from 0. */
            readonly index: number;
            /** @constant */
            readonly verdict: "accepted";
            /** @description The id of the event. */
            readonly id: string;
        } | {
            /** @description Position of the record in the request, from 0. */
            readonly index: number;
            /** @constant */
            readonly verdict: "rejected";
            /** @description The id of the event, if it is known. */
            readonly id?: string;
            /** @description Paths are relative to the record, or to the event if the record came as a CloudEvent. */
            readonly rejections: readonly components["schemas"]["Rejection"][];
            /** @description With `onReject=quarantine`: whether the hub has the record, which lands in the quarantine. */
            readonly quarantined?: boolean;
            /** @description Why the record may not be in the quarantine. */
            readonly unquarantined?: {
                /**
                 * @description With `hub_event_too_large` the record is larger than any event, and no repetition helps.
                 * @example hub_unavailable
                 * @example hub_event_too_large
                 */
                readonly code: string;
                readonly message: string;
            };
        } | {
            /** @description Position of the record in the request, from 0. */
            readonly index: number;
            /** @constant */
            readonly verdict: "failed";
            /** @description The id of the event, if it is known. */
            readonly id?: string;
            /** @description Why the record could not be published. */
            readonly code: string;
            readonly message: string;
        };
        readonly RecordResults: {
            /** @description The contract against which the records were validated. */
            readonly contract: string;
            readonly dryRun: boolean;
            readonly accepted: number;
            readonly rejected: number;
            /** @description Records that conform to the contract and could not be published. */
            readonly failed: number;
            /** @description With `onReject=quarantine`: rejected records that the hub has. They land in the quarantine. */
            readonly quarantined?: number;
            /** @description What became of rejected records that are in no quarantine, for people. With 422 it is in `detail`. */
            readonly note?: string;
            /** @description One result per record, in order. */
            readonly verdicts: readonly components["schemas"]["RecordResult"][];
        };
        /** @description A problem as in RFC 9457, with the result of each record. */
        readonly RecordResultsProblem: {
            /** @constant */
            readonly type: "about:blank";
            readonly title: string;
            readonly status: number;
            /** @description A description of the error for people. */
            readonly detail: string;
            /** @description The error code for programs. */
            readonly code: string;
            /** @description The contract against which the records were validated. */
            readonly contract: string;
            readonly dryRun: boolean;
            readonly accepted: number;
            readonly rejected: number;
            /** @description Records that conform to the contract and could not be published. */
            readonly failed: number;
            /** @description With `onReject=quarantine`: rejected records that the hub has. They land in the quarantine. */
            readonly quarantined?: number;
            /** @description What became of rejected records that are in no quarantine, for people. With 422 it is in `detail`. */
            readonly note?: string;
            /** @description One result per record, in order. */
            readonly verdicts: readonly components["schemas"]["RecordResult"][];
        };
        readonly Refresh: {
            readonly id: string;
            /** @description Increases with each refresh. Tables refer to a refresh by its number. */
            readonly number: number;
            readonly state: components["schemas"]["RefreshState"];
            /**
             * @description What started the refresh.
             * @enum {string}
             */
            readonly trigger: "schedule" | "request" | "arrivals";
            /**
             * @description Which pipelines copy their batch source first: those that are due by the age of their last complete run, all, or none.
             * @enum {string}
             */
            readonly pipelines: "due" | "all" | "none";
            readonly force: boolean;
            /** @description Tables that the caller asked to rebuild. */
            readonly rebuild: readonly string[];
            /** Format: date-time */
            readonly startedAt: string;
            /** Format: date-time */
            readonly endedAt: string | null;
            readonly durationSeconds: number | null;
            /** @description Why the refresh did not succeed. */
            readonly reason: string | null;
            /** @description Events that its plan adds to the previous plan. */
            readonly newEvents: number | null;
            readonly counts: components["schemas"]["ModelCounts"] | null;
            readonly steps: readonly components["schemas"]["RefreshStep"][];
            readonly runs: readonly components["schemas"]["RefreshRun"][];
            readonly plan: components["schemas"]["RefreshPlan"] | null;
            readonly models: readonly components["schemas"]["ModelResult"][];
            readonly quality: components["schemas"]["RefreshQuality"] | null;
            /** @description Tables with rows of an older text of their model, which stay until a rebuild. */
            readonly modelChanges: readonly components["schemas"]["ModelChange"][];
            /** @description The current watermark of each table, by any refresh. */
            readonly watermarks: readonly components["schemas"]["TableWatermark"][];
        };
        readonly RefreshCancelling: {
            readonly id: string;
            /** @constant */
            readonly state: "cancelling";
            /** @description Runs with a cancel request. If the request of a run failed, the refresh sends it again. */
            readonly runs: readonly {
                /**
                 * @description `pipeline`: a pipeline of Data Factory. `job`: the Databricks job.
                 * @enum {string}
                 */
                readonly kind: "pipeline" | "job";
                readonly name: string;
                /** @description The id that the service assigned. */
                readonly externalId: string;
                /** @enum {string} */
                readonly outcome: "requested" | "failed";
                /** @description Why the request to the service failed. */
                readonly reason?: string;
            }[];
        };
        readonly RefreshPage: {
            readonly refreshes: readonly components["schemas"]["RefreshSummary"][];
            /** @description URL of the next page. */
            readonly next: string | null;
        };
        /** @description The input of a refresh: the newest enqueued time and sequence numbers of each source, and the batch runs. */
        readonly RefreshPlan: {
            /** @description The previous plan; null for the first. */
            readonly previous: number | null;
            /**
             * Format: date-time
             * @description When the plan was made. Later events are not part of it.
             */
            readonly asOf: string;
            readonly sources: {
                readonly [key: string]: {
                    /** Format: date-time */
                    readonly lastEnqueuedTime: string;
                    readonly partitions: readonly {
                        readonly hubGeneration: string;
                        readonly partition: number;
                        readonly lastSequenceNumber: number;
                    }[];
                };
            };
            /** @description The newest complete run of each batch source. */
            readonly batch: {
                readonly [key: string]: {
                    readonly runId: string;
                    /** @description Folder in the bronze container. */
                    readonly path: string;
                };
            };
        };
        readonly RefreshQuality: {
            readonly passed: boolean;
            readonly reasons: readonly string[];
            readonly warnings: readonly string[];
        };
        readonly RefreshRun: {
            /**
             * @description `pipeline`: a pipeline of Data Factory. `job`: the Databricks job.
             * @enum {string}
             */
            readonly kind: "pipeline" | "job";
            /** @description Name of the pipeline; `job` for the job. */
            readonly name: string;
            /** @description Increases with each retry after a temporary failure. */
            readonly generation: number;
            /** @description The id that Sluice assigned: the idempotency token of the job run, or the parameter runId of the pipeline. */
            readonly token: string;
            /**
             * @description `intended`: recorded before the request to the service. `running`: any status that is not final.
             * @enum {string}
             */
            readonly state: "intended" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description The id that the service assigned. */
            readonly runId: string | null;
            /** @description Status as the service returned it. */
            readonly status: string | null;
            readonly message: string | null;
            /** @description Page of the run in the service’s portal. */
            readonly url: string | null;
            /** Format: date-time */
            readonly startedAt: string;
            /** Format: date-time */
            readonly endedAt: string | null;
            readonly tasks: readonly components["schemas"]["RefreshTask"][];
        };
        readonly RefreshStarted: {
            readonly id: string;
            /**
             * @description `running`: a refresh was already running; this is its id.
             * @enum {string}
             */
            readonly outcome: "started" | "running";
            readonly url: string;
        };
        /**
         * @description `cancelling`: running, with a request to cancel. `succeeded`: every model is at this refresh. `nothing-new`: there was nothing to do. `failed`: see the reason; the next refresh also processes the events of this one. `cancelled`: cancelled on request. `cancelled-downstream`: a run was cancelled in Databricks or Data Factory.
         * @enum {string}
         */
        readonly RefreshState: "running" | "cancelling" | "succeeded" | "nothing-new" | "failed" | "cancelled" | "cancelled-downstream";
        readonly RefreshStatus: {
            readonly configured: boolean;
            readonly current: components["schemas"]["RefreshSummary"] | null;
            readonly last: components["schemas"]["RefreshSummary"] | null;
            /** @description Events in Bronze that the newest plan does not have; null while a refresh is running. */
            readonly arrivals: number | null;
        };
        readonly RefreshStep: {
            /** @enum {string} */
            readonly step: "pipelines" | "plan" | "job" | "quality" | "power-bi";
            /** @enum {string} */
            readonly state: "running" | "succeeded" | "failed" | "cancelled";
            /** Format: date-time */
            readonly startedAt: string | null;
            /** Format: date-time */
            readonly endedAt: string | null;
            /** @description Why Power BI did not accept the request. This does not fail the refresh. */
            readonly reason?: string;
        };
        readonly RefreshSummary: {
            readonly id: string;
            /** @description Increases with each refresh. Tables refer to a refresh by its number. */
            readonly number: number;
            readonly state: components["schemas"]["RefreshState"];
            /**
             * @description What started the refresh.
             * @enum {string}
             */
            readonly trigger: "schedule" | "request" | "arrivals";
            /**
             * @description Which pipelines copy their batch source first: those that are due by the age of their last complete run, all, or none.
             * @enum {string}
             */
            readonly pipelines: "due" | "all" | "none";
            readonly force: boolean;
            /** @description Tables that the caller asked to rebuild. */
            readonly rebuild: readonly string[];
            /** Format: date-time */
            readonly startedAt: string;
            /** Format: date-time */
            readonly endedAt: string | null;
            readonly durationSeconds: number | null;
            /** @description Why the refresh did not succeed. */
            readonly reason: string | null;
            /** @description Events that its plan adds to the previous plan. */
            readonly newEvents: number | null;
            readonly counts: components["schemas"]["ModelCounts"] | null;
        };
        /** @description A task (Databricks) or activity (Data Factory) of a run. */
        readonly RefreshTask: {
            readonly name: string;
            readonly state: string;
            /** Format: date-time */
            readonly startedAt?: string;
            /** Format: date-time */
            readonly endedAt?: string;
            readonly message?: string;
        };
        /** @description The log and the error of a task of the Databricks job. */
        readonly RefreshTaskOutput: {
            readonly task: string;
            /** @description Why the task failed. */
            readonly error: string | null;
            /** @description Where in the code it failed. */
            readonly trace: string | null;
            /** @description What the task printed; its end, if it is long. */
            readonly log: string | null;
            /** @description Whether the beginning of the log is missing. */
            readonly truncated: boolean;
            /** @description Why there is no log. */
            readonly unavailable: string | null;
        };
        /** @description Why a record was rejected. It never contains the value. */
        readonly Rejection: {
            /**
             * @example contract.required
             * @example malformed_json
             */
            readonly code: ("malformed_json" | "malformed_csv" | "invalid_utf8" | "too_large" | "envelope_invalid" | "unknown_type" | "unknown_version" | "wrong_source" | "poison" | "amqp_body" | "validation_failed" | "refused") | string;
            /** @description A JSON Pointer into the record, or into the event if the record came in an envelope. Empty means the whole. */
            readonly path: string;
            /** @description One sentence that names the field and the rule. */
            readonly message: string;
        };
        /** @description Records by their ids, or the matching records whose event is not in the hub again, or with `all` every such record. */
        readonly ReplayFilter: {
            readonly ids: readonly string[];
        } | {
            readonly source?: components["schemas"]["Source"];
            readonly contract?: string;
            readonly code?: string;
            /** Format: date-time */
            readonly from?: string;
            /** Format: date-time */
            readonly to?: string;
        } | {
            /** @constant */
            readonly all: true;
        };
        /** @description The change to each event before it is validated again. */
        readonly ReplayFix: {
            /** @description JSON Patch (RFC 6902) for the whole event, with paths as in rejections. */
            readonly patch: readonly components["schemas"]["PatchOperation"][];
        } | {
            /** @description The contract version that the event gets. */
            readonly version: number;
        } | {
            /** @description Replaces the event. Only with one id. */
            readonly event: {
                readonly [key: string]: unknown;
            };
        };
        /** @description Why an event is not replayed. It never contains the value. */
        readonly ReplayRejection: {
            readonly code: ("malformed_json" | "malformed_csv" | "invalid_utf8" | "too_large" | "envelope_invalid" | "unknown_type" | "unknown_version" | "wrong_source" | "poison" | "amqp_body" | "validation_failed" | "refused") | string | ("patch_failed" | "id_changed");
            /** @description A JSON Pointer into the record, or into the event if the record came in an envelope. Empty means the whole. */
            readonly path: string;
            /** @description One sentence that names the field and the rule. */
            readonly message: string;
        };
        readonly ReplayResult: {
            readonly id: string;
            /**
             * @description `failed`: accepted, but the hub did not confirm the event. `gone`: retention deleted the slot with the bytes.
             * @enum {string}
             */
            readonly outcome: "would-publish" | "published" | "rejected" | "failed" | "gone" | "already-replayed" | "attempts-exhausted" | "under-way";
            readonly before: readonly components["schemas"]["Rejection"][];
            /** @description Null if the record was not tried. */
            readonly after: {
                /** @enum {string} */
                readonly verdict: "accepted" | "quarantined";
                readonly contract: string | null;
                readonly version: number | null;
                readonly rejections: readonly components["schemas"]["ReplayRejection"][];
            } | null;
            /** @description The event after the fix, masked. Null if it is not JSON, and near the end of a long answer. */
            readonly event: unknown;
        };
        readonly ServeAnswer: {
            readonly view: string;
            readonly type: string;
            /** Format: date-time */
            readonly from: string;
            /**
             * Format: date-time
             * @description Exclusive end.
             */
            readonly to: string;
            readonly by: {
                /** @enum {string} */
                readonly bucket: "minute" | "hour" | "day";
                readonly keys: readonly string[];
            };
            /** @description The refresh that wrote the batch view; null without one. */
            readonly refresh: number | null;
            /**
             * Format: date-time
             * @description The first minute from live windows. All minutes before it are from the batch view.
             */
            readonly watermark: string | null;
            readonly live: components["schemas"]["ServeLive"];
            /** @description Whether live windows have not caught up with the refresh, so all rows are from the batch view. */
            readonly liveBehind: boolean;
            /** @description The answer includes exactly the events up to these positions, each once. */
            readonly asOf: readonly {
                readonly hubGeneration: string;
                readonly partition: number;
                readonly sequenceNumber: number;
            }[];
            /** @description Parts in order, from `from` to `to` without a gap. */
            readonly parts: readonly components["schemas"]["ServePart"][];
            /** @description Ranges where events that came after the refresh may be missing. */
            readonly incomplete: readonly components["schemas"]["ServeIncomplete"][];
            readonly rows: readonly components["schemas"]["ServeRow"][];
        };
        readonly ServeChanges: {
            readonly view: string;
            /** @description Differs after every change of the live windows of the view’s source. */
            readonly version: string;
            /** @description How long the next request may wait for a change; 0: it is answered at once. */
            readonly waitSeconds: number;
        };
        readonly ServeIncomplete: {
            /** Format: date-time */
            readonly from: string;
            /** Format: date-time */
            readonly to: string;
            /**
             * @description `outside-retention`: older than the live windows, and not yet in the batch view. `overflowed`: the minute has more groups than live windows keep, so it is from the batch view. `future`: an event came a day or more before its time.
             * @enum {string}
             */
            readonly reason: "outside-retention" | "overflowed" | "future";
        };
        readonly ServeLive: {
            /**
             * @description `no-events-yet`: live windows have counted no event of this view since it exists. `catching-up`: the view is new, or its definition, and is still computed from Bronze; only an answer says so.
             * @enum {string}
             */
            readonly state: "no-events-yet" | "counting" | "catching-up";
            /**
             * Format: date-time
             * @description When live windows of the view began; null in the first minute of a new contract.
             */
            readonly since: string | null;
            /**
             * Format: date-time
             * @description When they counted the first event since then.
             */
            readonly firstEventAt: string | null;
        };
        readonly ServePart: {
            /** @enum {string} */
            readonly source: "batch" | "live";
            /** Format: date-time */
            readonly from: string;
            /** Format: date-time */
            readonly to: string;
        };
        readonly ServeRow: {
            /** Format: date-time */
            readonly start: string;
            /** Format: date-time */
            readonly end: string;
            /** @enum {string} */
            readonly source: "batch" | "live" | "both";
            readonly keys: {
                readonly [key: string]: string;
            };
            /** @description Number of events, each counted once. */
            readonly events: number;
            /** @description Null if no event has the number. */
            readonly values: {
                readonly [key: string]: number | null;
            };
        };
        readonly ServeView: {
            /** @description As `iot_telemetry`. */
            readonly view: string;
            /** @description Event type. */
            readonly type: string;
            readonly source: string;
            readonly description: string;
            /**
             * @description Seconds of a live window. The shortest row of an answer is a minute.
             * @enum {number}
             */
            readonly seconds: 10 | 60;
            readonly keys: readonly string[];
            readonly values: readonly {
                readonly name: string;
                /** @enum {string} */
                readonly aggregate: "count" | "sum" | "minimum" | "maximum" | "average";
            }[];
            /** @description Whether there is a batch view besides the live windows. */
            readonly batch: boolean;
            readonly live: components["schemas"]["ServeLive"];
        };
        readonly ServeViews: {
            readonly views: readonly components["schemas"]["ServeView"][];
        };
        readonly Simulated: {
            readonly source: components["schemas"]["Source"];
            readonly published: number;
            /** @description Number of events with each fault. */
            readonly faults: {
                readonly [key: string]: number;
            };
        };
        readonly SinkStatus: {
            /** @description As in the setting LIVE_SINKS. */
            readonly name: string;
            /** @enum {string} */
            readonly state: "up" | "down" | "idle";
            /**
             * Format: date-time
             * @description null before the first delivery of this process.
             */
            readonly lastDeliveredAt: string | null;
            /** @description Why the sink is down. */
            readonly message: string | null;
        };
        /**
         * @description A source of events; it has an Event Hub of the same name.
         * @enum {string}
         */
        readonly Source: "iot" | "ecommerce" | "customers" | "logistics";
        readonly SourceStatus: {
            readonly source: components["schemas"]["Source"];
            readonly hub: {
                readonly hubGeneration: string;
                readonly received: number;
                /** Format: date-time */
                readonly newestEnqueuedTime: string | null;
            } | null;
            readonly bronze: {
                readonly landed: number;
                /** @description As counted by the index of quarantined records. */
                readonly accepted: number | null;
                readonly quarantined: number | null;
                readonly slots: number;
                /** @description Events in the hub that have not landed; null if the hub does not answer. */
                readonly lag: number | null;
                /** Format: date-time */
                readonly newestEnqueuedTime: string | null;
            } | null;
            readonly live: {
                readonly aggregated: number;
                /** @description Events of Bronze that are not in live windows; null if the lake does not answer. */
                readonly lag: number | null;
            } | null;
            readonly partitions: readonly components["schemas"]["PartitionStatus"][];
        };
        /** @enum {string} */
        readonly Stage: "hub" | "bronze" | "live" | "refresh" | "sinks" | "quarantine";
        readonly StatusProblem: {
            readonly stage: components["schemas"]["Stage"];
            /**
             * @description `slow`: no answer in time, or one error; its numbers are the last known ones, for a minute at most. `down`: two errors in a row, no answer for 15 seconds, or a failure. `late`: it answers, but needs attention.
             * @enum {string}
             */
            readonly state: "slow" | "down" | "late";
            /** @description The stage whose problem is the cause of this one; null if the message has the cause. */
            readonly cause: components["schemas"]["Stage"] | null;
            /** @description A sentence for people: the problem, and which data is safe. */
            readonly message: string;
        };
        readonly TableWatermark: {
            readonly table: string;
            readonly refresh: number;
            /**
             * Format: date-time
             * @description When the plan of that refresh was made.
             */
            readonly asOf: string;
            /** @description The newest enqueued time of the plan, by source. */
            readonly sources: {
                readonly [key: string]: string;
            };
        };
        /**
         * Customer profile change
         * @description One change of one customer's profile. An upsert has the whole profile after the change. A delete has no profile, so that an erasure adds no personal data.
         * @example {
         *       "changeId": "chg-000204",
         *       "customerId": "cus-00311",
         *       "changedAt": "2026-03-01T17:20:00Z",
         *       "operation": "upsert",
         *       "profile": {
         *         "firstName": "Liis",
         *         "lastName": "Tamm",
         *         "email": "liis.tamm@example.com",
         *         "phone": "+3725550101",
         *         "birthDate": "1988-06-14",
         *         "address": {
         *           "street": "Pikk 12",
         *           "city": "Tallinn",
         *           "postalCode": "10115",
         *           "country": "EE"
         *         },
         *         "segment": "premium",
         *         "consent": {
         *           "marketing": true,
         *           "profiling": false
         *         },
         *         "registeredOn": "2021-11-30"
         *       }
         *     }
         * @example {
         *       "changeId": "chg-000205",
         *       "customerId": "cus-00290",
         *       "changedAt": "2026-03-01T17:21:45+02:00",
         *       "operation": "delete"
         *     }
         */
        readonly "customers.profile.v1": {
            /** @description Identity of this change. */
            readonly changeId: string;
            /** @description Identity of the customer; orders and clicks refer to it. */
            readonly customerId: string;
            /**
             * Format: date-time
             * @description When the profile changed (RFC 3339).
             */
            readonly changedAt: string;
            /**
             * @description What happened to the profile.
             * @enum {string}
             */
            readonly operation: "upsert" | "delete";
            /** @description The profile after the change; required in an upsert, absent in a delete. */
            readonly profile?: {
                /** @description Given name. */
                readonly firstName: string;
                /** @description Family name. */
                readonly lastName: string;
                /**
                 * Format: email
                 * @description E-mail address.
                 */
                readonly email: string;
                /** @description Telephone number in international form (E.164). */
                readonly phone?: string;
                /**
                 * Format: date
                 * @description Date of birth.
                 */
                readonly birthDate?: string;
                /** @description Postal address. */
                readonly address: {
                    /** @description Street and house number. */
                    readonly street?: string;
                    /** @description City. */
                    readonly city: string;
                    /** @description Postal code. */
                    readonly postalCode?: string;
                    /** @description ISO 3166-1 alpha-2 code of the country. */
                    readonly country: string;
                };
                /**
                 * @description Commercial segment.
                 * @enum {string}
                 */
                readonly segment: "consumer" | "premium" | "small-business" | "enterprise";
                /** @description What the customer agreed to. */
                readonly consent: {
                    /** @description Whether the customer agreed to advertising. */
                    readonly marketing: boolean;
                    /** @description Whether the customer agreed to profiling for recommendations. */
                    readonly profiling: boolean;
                };
                /**
                 * Format: date
                 * @description Day on which the customer registered.
                 */
                readonly registeredOn?: string;
            };
        };
        /**
         * Click
         * @description One action of one visitor of the shop, in the order of their session.
         * @example {
         *       "eventId": "clk-00000001",
         *       "sessionId": "ses-9f31",
         *       "customerId": "cus-00311",
         *       "occurredAt": "2026-03-02T08:58:40.017Z",
         *       "action": "product-view",
         *       "pagePath": "/products/rain-jacket",
         *       "productId": "prd-0102",
         *       "referrer": "https://search.example/",
         *       "campaign": "spring-rain",
         *       "deviceClass": "mobile",
         *       "browser": "Firefox",
         *       "country": "EE",
         *       "ipAddress": "192.0.2.17",
         *       "dwellMilliseconds": 15400
         *     }
         * @example {
         *       "eventId": "clk-00000002",
         *       "sessionId": "ses-a001",
         *       "customerId": null,
         *       "occurredAt": "2026-03-02T08:59:02Z",
         *       "action": "search",
         *       "pagePath": "/search",
         *       "searchTerms": "water bottle",
         *       "referrer": null,
         *       "deviceClass": "desktop"
         *     }
         */
        readonly "ecommerce.clickstream.v1": {
            /** @description Identity of this click. */
            readonly eventId: string;
            /** @description The visit that the click belongs to; an order placed in it has the same value. */
            readonly sessionId: string;
            /** @description The customer, or null until the visitor signs in. */
            readonly customerId?: string | null;
            /**
             * Format: date-time
             * @description When the visitor acted (RFC 3339).
             */
            readonly occurredAt: string;
            /**
             * @description What the visitor did.
             * @enum {string}
             */
            readonly action: "page-view" | "product-view" | "search" | "add-to-cart" | "remove-from-cart" | "checkout" | "purchase";
            /** @description Path of the page, without host and query. */
            readonly pagePath: string;
            /** @description The product that the action concerns; order lines have the same value. */
            readonly productId?: string;
            /** @description The order that a purchase created. */
            readonly orderId?: string;
            /** @description The visitor's search text, as typed. */
            readonly searchTerms?: string;
            /** @description Address of the page that led here, or null for a direct visit. */
            readonly referrer?: string | null;
            /** @description Marketing campaign that led here. */
            readonly campaign?: string;
            /**
             * @description Kind of device.
             * @enum {string}
             */
            readonly deviceClass: "desktop" | "mobile" | "tablet" | "other";
            /** @description Family of the browser. */
            readonly browser?: string;
            /** @description ISO 3166-1 alpha-2 code of the visitor's country. */
            readonly country?: string;
            /** @description IPv4 or IPv6 address of the visitor. */
            readonly ipAddress?: string;
            /** @description Time spent on the page before, in milliseconds. */
            readonly dwellMilliseconds?: number;
        };
        /**
         * Order
         * @description The state of one order after a change: each change of status is an event with the whole order. Money is an integer in minor units (cents), which JSON, DuckDB and Spark represent exactly and sum without casts or rounding. Every currency listed here has two decimal places, so a mart divides by 100.
         * @example {
         *       "orderEventId": "oe-000017-1",
         *       "orderId": "ord-000017",
         *       "customerId": "cus-00311",
         *       "sessionId": "ses-9f31",
         *       "occurredAt": "2026-03-02T09:01:12Z",
         *       "placedAt": "2026-03-02T09:01:12Z",
         *       "status": "placed",
         *       "channel": "web",
         *       "currency": "EUR",
         *       "lines": [
         *         {
         *           "productId": "prd-0102",
         *           "sku": "prd-0102-M-blue",
         *           "productName": "Rain jacket",
         *           "category": "outdoor",
         *           "quantity": 1,
         *           "unitPriceMinor": 8990,
         *           "discountMinor": 900
         *         },
         *         {
         *           "productId": "prd-0007",
         *           "sku": "prd-0007",
         *           "productName": "Water bottle",
         *           "category": "outdoor",
         *           "quantity": 2,
         *           "unitPriceMinor": 1250
         *         }
         *       ],
         *       "amounts": {
         *         "subtotalMinor": 11490,
         *         "discountMinor": 900,
         *         "shippingMinor": 490,
         *         "taxMinor": 2127,
         *         "totalMinor": 13207
         *       },
         *       "paymentMethod": "card",
         *       "shippingAddress": {
         *         "city": "Tallinn",
         *         "postalCode": "10115",
         *         "country": "EE"
         *       }
         *     }
         * @example {
         *       "orderEventId": "oe-000018-2",
         *       "orderId": "ord-000018",
         *       "customerId": "cus-00007",
         *       "occurredAt": "2026-03-02T09:30:00+01:00",
         *       "placedAt": "2026-03-01T18:44:09.120+01:00",
         *       "status": "cancelled",
         *       "channel": "store",
         *       "currency": "PLN",
         *       "lines": [
         *         {
         *           "productId": "prd-0044",
         *           "sku": "prd-0044-L",
         *           "quantity": 3,
         *           "unitPriceMinor": 4999
         *         }
         *       ],
         *       "amounts": {
         *         "subtotalMinor": 14997,
         *         "discountMinor": 0,
         *         "shippingMinor": 0,
         *         "taxMinor": 3449,
         *         "totalMinor": 18446
         *       },
         *       "paymentMethod": "cash",
         *       "shippingAddress": {
         *         "city": "Gdańsk",
         *         "country": "PL"
         *       }
         *     }
         */
        readonly "ecommerce.order.v1": {
            /** @description Identity of this change of the order. */
            readonly orderEventId: string;
            /** @description Identity of the order; shipments and clicks refer to it. */
            readonly orderId: string;
            /** @description The customer who ordered; the customer's profile has the same value. */
            readonly customerId: string;
            /** @description The click session that led to the order, if it was placed online. */
            readonly sessionId?: string;
            /**
             * Format: date-time
             * @description When the order reached this status (RFC 3339).
             */
            readonly occurredAt: string;
            /**
             * Format: date-time
             * @description When the order was placed (RFC 3339); the same in every event of the order.
             */
            readonly placedAt: string;
            /**
             * @description The status that the order reached.
             * @enum {string}
             */
            readonly status: "placed" | "paid" | "shipped" | "delivered" | "cancelled" | "returned";
            /**
             * @description Where the order was placed.
             * @enum {string}
             */
            readonly channel?: "web" | "mobile-app" | "store" | "marketplace";
            /**
             * @description ISO 4217 code of all amounts of the order.
             * @enum {string}
             */
            readonly currency: "CHF" | "CZK" | "DKK" | "EUR" | "GBP" | "NOK" | "PLN" | "SEK" | "USD";
            /** @description The products that were ordered. */
            readonly lines: readonly {
                /** @description Identity of the product; clicks refer to it. */
                readonly productId: string;
                /** @description Stock keeping unit: the product in one size and colour. */
                readonly sku: string;
                /** @description Name of the product when it was ordered. */
                readonly productName?: string;
                /** @description Category of the product when it was ordered. */
                readonly category?: string;
                /** @description Pieces ordered. */
                readonly quantity: number;
                /** @description Price of one piece before discount, in minor units. */
                readonly unitPriceMinor: number;
                /** @description Discount on the whole line, in minor units. */
                readonly discountMinor?: number;
            }[];
            /** @description Sums of the order, in minor units: total = subtotal - discount + shipping + tax. */
            readonly amounts: {
                /** @description Sum of quantity times unit price. */
                readonly subtotalMinor: number;
                /** @description Sum of all discounts. */
                readonly discountMinor: number;
                /** @description Charge for shipping. */
                readonly shippingMinor: number;
                /** @description Tax in addition. */
                readonly taxMinor: number;
                /** @description Total that the customer pays. */
                readonly totalMinor: number;
            };
            /**
             * @description Payment method.
             * @enum {string}
             */
            readonly paymentMethod: "card" | "bank-transfer" | "wallet" | "invoice" | "gift-card" | "cash";
            /** @description Delivery address, at most as exact as the postal code. */
            readonly shippingAddress: {
                /** @description City. */
                readonly city: string;
                /** @description Postal code. */
                readonly postalCode?: string;
                /** @description ISO 3166-1 alpha-2 code of the country. */
                readonly country: string;
            };
        };
        /**
         * Device telemetry
         * @description One reading of one device at one time and place. Sensors, gateways, trackers and hourly weather stations share this shape, so each metric is optional and at least one is required.
         * @example {
         *       "readingId": "7d0a1c1e-6a53-4c8e-9a55-0f4f0a1f5b21",
         *       "deviceId": "dev-00042",
         *       "deviceKind": "sensor",
         *       "measuredAt": "2026-03-02T08:15:30.250Z",
         *       "site": {
         *         "siteCode": "WH-GDN-1",
         *         "name": "Gdansk warehouse 1",
         *         "country": "PL",
         *         "latitude": 54.372,
         *         "longitude": 18.638
         *       },
         *       "metrics": {
         *         "temperatureCelsius": 21.4,
         *         "humidityPercent": 46.2,
         *         "pressureHectopascal": 1013.2,
         *         "vibrationMillimetresPerSecond": 1.7,
         *         "batteryPercent": 88
         *       },
         *       "firmware": "2.4.1",
         *       "status": "ok"
         *     }
         * @example {
         *       "readingId": "KSEA:2010-01-01T01:00",
         *       "deviceId": "weather-KSEA",
         *       "deviceKind": "weather-station",
         *       "measuredAt": "2010-01-01T01:00:00-08:00",
         *       "site": {
         *         "siteCode": "SEA",
         *         "country": "US",
         *         "latitude": 47.449,
         *         "longitude": -122.309
         *       },
         *       "metrics": {
         *         "temperatureCelsius": 4,
         *         "pressureHectopascal": 1016.6,
         *         "windSpeedMetresPerSecond": 3.8
         *       },
         *       "status": "ok"
         *     }
         */
        readonly "iot.telemetry.v1": {
            /** @description Identity of this reading; a resent reading keeps it. */
            readonly readingId: string;
            /** @description Identity of the device; a shipment has the same value for its tracker. */
            readonly deviceId: string;
            /**
             * @description Kind of the device.
             * @enum {string}
             */
            readonly deviceKind?: "sensor" | "gateway" | "tracker" | "weather-station";
            /**
             * Format: date-time
             * @description When the device measured, by its own clock (RFC 3339).
             */
            readonly measuredAt: string;
            /** @description Place of the device. */
            readonly site: {
                /** @description Code of the site: a warehouse, a shop, a weather station or an airport (IATA). Shipments have the same codes for origin and destination. */
                readonly siteCode: string;
                /** @description Name of the site. */
                readonly name?: string;
                /** @description ISO 3166-1 alpha-2 code of the country. */
                readonly country: string;
                /** @description Degrees north of the equator (WGS 84). */
                readonly latitude: number;
                /** @description Degrees east of Greenwich (WGS 84). */
                readonly longitude: number;
            };
            /** @description Measured values; the unit is part of each name. */
            readonly metrics: {
                /** @description Temperature. */
                readonly temperatureCelsius?: number;
                /** @description Relative humidity. */
                readonly humidityPercent?: number;
                /** @description Air pressure. */
                readonly pressureHectopascal?: number;
                /** @description Wind speed. */
                readonly windSpeedMetresPerSecond?: number;
                /** @description Precipitation since the previous reading. */
                readonly precipitationMillimetres?: number;
                /** @description Vibration velocity, root mean square. */
                readonly vibrationMillimetresPerSecond?: number;
                /** @description Electrical power of the observed machine. */
                readonly powerWatts?: number;
                /** @description Charge of the device's battery. */
                readonly batteryPercent?: number;
                /** @description Strength of the received radio signal. */
                readonly signalDecibelMilliwatts?: number;
            };
            /** @description Firmware version of the device. */
            readonly firmware?: string;
            /**
             * @description Status that the device reports of itself.
             * @enum {string}
             */
            readonly status: "ok" | "degraded" | "fault" | "maintenance";
        };
        /**
         * Shipment event
         * @description One step of one shipment: a parcel on the road, or a leg flown between two airports. A delay is negative when the shipment was early.
         * @example {
         *       "shipmentEventId": "she-000051-3",
         *       "shipmentId": "shp-000051",
         *       "orderId": "ord-000017",
         *       "trackerDeviceId": "dev-00907",
         *       "carrierCode": "NORDPOST",
         *       "mode": "road",
         *       "origin": {
         *         "siteCode": "WH-GDN-1",
         *         "city": "Gdansk",
         *         "country": "PL"
         *       },
         *       "destination": {
         *         "siteCode": "DP-TLL-2",
         *         "city": "Tallinn",
         *         "country": "EE"
         *       },
         *       "status": "delivered",
         *       "occurredAt": "2026-03-05T14:02:00+02:00",
         *       "scheduledDepartureAt": "2026-03-03T06:00:00+01:00",
         *       "actualDepartureAt": "2026-03-03T06:12:00+01:00",
         *       "scheduledArrivalAt": "2026-03-05T12:00:00+02:00",
         *       "actualArrivalAt": "2026-03-05T14:02:00+02:00",
         *       "delayMinutes": 122,
         *       "distanceKilometres": 1004.5,
         *       "weightKilograms": 1.8,
         *       "parcels": 1
         *     }
         * @example {
         *       "shipmentEventId": "LAX-BNA:2001-01-01T06:55",
         *       "shipmentId": "LAX-BNA:2001-01-01",
         *       "carrierCode": "US-AIR",
         *       "mode": "air",
         *       "origin": {
         *         "siteCode": "LAX",
         *         "country": "US"
         *       },
         *       "destination": {
         *         "siteCode": "BNA",
         *         "country": "US"
         *       },
         *       "status": "arrived",
         *       "occurredAt": "2001-01-01T06:55:00-08:00",
         *       "delayMinutes": -19,
         *       "distanceKilometres": 2892
         *     }
         */
        readonly "logistics.shipment.v1": {
            /** @description Identity of this step. */
            readonly shipmentEventId: string;
            /** @description Identity of the shipment. */
            readonly shipmentId: string;
            /** @description The order that is shipped, if there is one. */
            readonly orderId?: string;
            /** @description The tracker of the shipment; its telemetry has the same deviceId. */
            readonly trackerDeviceId?: string;
            /** @description Carrier of the shipment. */
            readonly carrierCode: string;
            /**
             * @description Mode of transport.
             * @enum {string}
             */
            readonly mode: "road" | "rail" | "sea" | "air";
            /** @description Place of departure. */
            readonly origin: {
                /** @description Code of the site: a warehouse, a shop, a depot or an airport (IATA). Devices have the same codes for their site. */
                readonly siteCode: string;
                /** @description City. */
                readonly city?: string;
                /** @description ISO 3166-1 alpha-2 code of the country. */
                readonly country?: string;
            };
            /** @description Destination. */
            readonly destination: {
                /** @description Code of the site: a warehouse, a shop, a depot or an airport (IATA). Devices have the same codes for their site. */
                readonly siteCode: string;
                /** @description City. */
                readonly city?: string;
                /** @description ISO 3166-1 alpha-2 code of the country. */
                readonly country?: string;
            };
            /**
             * @description The status that the shipment reached.
             * @enum {string}
             */
            readonly status: "created" | "departed" | "in-transit" | "arrived" | "delivered" | "failed" | "returned";
            /**
             * Format: date-time
             * @description When the shipment reached this status (RFC 3339).
             */
            readonly occurredAt: string;
            /**
             * Format: date-time
             * @description Planned departure (RFC 3339).
             */
            readonly scheduledDepartureAt?: string;
            /**
             * Format: date-time
             * @description Actual departure (RFC 3339).
             */
            readonly actualDepartureAt?: string;
            /**
             * Format: date-time
             * @description Planned arrival (RFC 3339).
             */
            readonly scheduledArrivalAt?: string;
            /**
             * Format: date-time
             * @description Actual arrival (RFC 3339).
             */
            readonly actualArrivalAt?: string;
            /** @description Minutes behind schedule; negative if early. */
            readonly delayMinutes?: number;
            /** @description Length of the route. */
            readonly distanceKilometres?: number;
            /** @description Weight of the shipment. */
            readonly weightKilograms?: number;
            /** @description Number of parcels. */
            readonly parcels?: number;
        };
        /** @description Customer profile change in a CloudEvents 1.0 envelope; extension attributes are kept. */
        readonly "customers.profile.v1.event": {
            /** @constant */
            readonly specversion: "1.0";
            readonly id: string;
            readonly source: string;
            /** @constant */
            readonly type: "customers.profile";
            /** @constant */
            readonly dataschema?: "urn:sluice:contract:customers.profile:1";
            readonly subject?: string;
            /** Format: date-time */
            readonly time?: string;
            /** @constant */
            readonly datacontenttype?: "application/json";
            readonly data: components["schemas"]["customers.profile.v1"];
        };
        /** @description Click in a CloudEvents 1.0 envelope; extension attributes are kept. */
        readonly "ecommerce.clickstream.v1.event": {
            /** @constant */
            readonly specversion: "1.0";
            readonly id: string;
            readonly source: string;
            /** @constant */
            readonly type: "ecommerce.clickstream";
            /** @constant */
            readonly dataschema?: "urn:sluice:contract:ecommerce.clickstream:1";
            readonly subject?: string;
            /** Format: date-time */
            readonly time?: string;
            /** @constant */
            readonly datacontenttype?: "application/json";
            readonly data: components["schemas"]["ecommerce.clickstream.v1"];
        };
        /** @description Order in a CloudEvents 1.0 envelope; extension attributes are kept. */
        readonly "ecommerce.order.v1.event": {
            /** @constant */
            readonly specversion: "1.0";
            readonly id: string;
            readonly source: string;
            /** @constant */
            readonly type: "ecommerce.order";
            /** @constant */
            readonly dataschema?: "urn:sluice:contract:ecommerce.order:1";
            readonly subject?: string;
            /** Format: date-time */
            readonly time?: string;
            /** @constant */
            readonly datacontenttype?: "application/json";
            readonly data: components["schemas"]["ecommerce.order.v1"];
        };
        /** @description Device telemetry in a CloudEvents 1.0 envelope; extension attributes are kept. */
        readonly "iot.telemetry.v1.event": {
            /** @constant */
            readonly specversion: "1.0";
            readonly id: string;
            readonly source: string;
            /** @constant */
            readonly type: "iot.telemetry";
            /** @constant */
            readonly dataschema?: "urn:sluice:contract:iot.telemetry:1";
            readonly subject?: string;
            /** Format: date-time */
            readonly time?: string;
            /** @constant */
            readonly datacontenttype?: "application/json";
            readonly data: components["schemas"]["iot.telemetry.v1"];
        };
        /** @description Shipment event in a CloudEvents 1.0 envelope; extension attributes are kept. */
        readonly "logistics.shipment.v1.event": {
            /** @constant */
            readonly specversion: "1.0";
            readonly id: string;
            readonly source: string;
            /** @constant */
            readonly type: "logistics.shipment";
            /** @constant */
            readonly dataschema?: "urn:sluice:contract:logistics.shipment:1";
            readonly subject?: string;
            /** Format: date-time */
            readonly time?: string;
            /** @constant */
            readonly datacontenttype?: "application/json";
            readonly data: components["schemas"]["logistics.shipment.v1"];
        };
    };
    responses: {
        /** @description The request cannot be read; the detail has the error and the remedy. */
        readonly BadRequest: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The contract, version, source, view, table, record or refresh does not exist. */
        readonly NotFound: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The refresh has already ended. */
        readonly Conflict: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is chunked; send it with a Content-Length. */
        readonly LengthRequired: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body, before or after decoding, or its number of records exceeds the limit. */
        readonly ContentTooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The content type, its charset or the content encoding is not supported. */
        readonly UnsupportedMediaType: {
            headers: {
                /** @description The supported content encodings, if the encoding is the problem. */
                readonly "Accept-Encoding"?: string;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No record fits its contract; the results have the reasons. */
        readonly Rejected: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The app failed; the problem has the invocation id to search for in the logs. */
        readonly InternalServerError: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The settings have no Databricks job, so this app refreshes nothing. */
        readonly NotImplemented: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A service that the app needs does not respond. Send the request again. */
        readonly ServiceUnavailable: {
            headers: {
                /** @description Seconds to wait. */
                readonly "Retry-After"?: number;
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type BodyProblem = components['schemas']['BodyProblem'];
export type Contract = components['schemas']['Contract'];
export type ContractDetail = components['schemas']['ContractDetail'];
export type ContractHistory = components['schemas']['ContractHistory'];
export type ContractList = components['schemas']['ContractList'];
export type ContractType = components['schemas']['ContractType'];
export type ContractVersions = components['schemas']['ContractVersions'];
export type ContractWindows = components['schemas']['ContractWindows'];
export type ExpectationResult = components['schemas']['ExpectationResult'];
export type Front = components['schemas']['Front'];
export type GoldCell = components['schemas']['GoldCell'];
export type GoldColumn = components['schemas']['GoldColumn'];
export type GoldRows = components['schemas']['GoldRows'];
export type GoldTable = components['schemas']['GoldTable'];
export type GoldTables = components['schemas']['GoldTables'];
export type Health = components['schemas']['Health'];
export type ModelChange = components['schemas']['ModelChange'];
export type ModelCounts = components['schemas']['ModelCounts'];
export type ModelResult = components['schemas']['ModelResult'];
export type PartitionStatus = components['schemas']['PartitionStatus'];
export type PatchOperation = components['schemas']['PatchOperation'];
export type PersonalDataField = components['schemas']['PersonalDataField'];
export type PipelineStatus = components['schemas']['PipelineStatus'];
export type Problem = components['schemas']['Problem'];
export type QuarantineCount = components['schemas']['QuarantineCount'];
export type QuarantineDetails = components['schemas']['QuarantineDetails'];
export type QuarantineList = components['schemas']['QuarantineList'];
export type QuarantineRecord = components['schemas']['QuarantineRecord'];
export type QuarantineReopenReport = components['schemas']['QuarantineReopenReport'];
export type QuarantineReopenRequest = components['schemas']['QuarantineReopenRequest'];
export type QuarantineReplay = components['schemas']['QuarantineReplay'];
export type QuarantineReplayList = components['schemas']['QuarantineReplayList'];
export type QuarantineReplayReport = components['schemas']['QuarantineReplayReport'];
export type QuarantineReplayRequest = components['schemas']['QuarantineReplayRequest'];
export type QuarantineSummary = components['schemas']['QuarantineSummary'];
export type Readiness = components['schemas']['Readiness'];
export type RecordResult = components['schemas']['RecordResult'];
export type RecordResults = components['schemas']['RecordResults'];
export type RecordResultsProblem = components['schemas']['RecordResultsProblem'];
export type Refresh = components['schemas']['Refresh'];
export type RefreshCancelling = components['schemas']['RefreshCancelling'];
export type RefreshPage = components['schemas']['RefreshPage'];
export type RefreshPlan = components['schemas']['RefreshPlan'];
export type RefreshQuality = components['schemas']['RefreshQuality'];
export type RefreshRun = components['schemas']['RefreshRun'];
export type RefreshStarted = components['schemas']['RefreshStarted'];
export type RefreshState = components['schemas']['RefreshState'];
export type RefreshStatus = components['schemas']['RefreshStatus'];
export type RefreshStep = components['schemas']['RefreshStep'];
export type RefreshSummary = components['schemas']['RefreshSummary'];
export type RefreshTask = components['schemas']['RefreshTask'];
export type RefreshTaskOutput = components['schemas']['RefreshTaskOutput'];
export type Rejection = components['schemas']['Rejection'];
export type ReplayFilter = components['schemas']['ReplayFilter'];
export type ReplayFix = components['schemas']['ReplayFix'];
export type ReplayRejection = components['schemas']['ReplayRejection'];
export type ReplayResult = components['schemas']['ReplayResult'];
export type ServeAnswer = components['schemas']['ServeAnswer'];
export type ServeChanges = components['schemas']['ServeChanges'];
export type ServeIncomplete = components['schemas']['ServeIncomplete'];
export type ServeLive = components['schemas']['ServeLive'];
export type ServePart = components['schemas']['ServePart'];
export type ServeRow = components['schemas']['ServeRow'];
export type ServeView = components['schemas']['ServeView'];
export type ServeViews = components['schemas']['ServeViews'];
export type Simulated = components['schemas']['Simulated'];
export type SinkStatus = components['schemas']['SinkStatus'];
export type Source = components['schemas']['Source'];
export type SourceStatus = components['schemas']['SourceStatus'];
export type Stage = components['schemas']['Stage'];
export type StatusProblem = components['schemas']['StatusProblem'];
export type TableWatermark = components['schemas']['TableWatermark'];
export type CustomersProfileV1 = components['schemas']['customers.profile.v1'];
export type EcommerceClickstreamV1 = components['schemas']['ecommerce.clickstream.v1'];
export type EcommerceOrderV1 = components['schemas']['ecommerce.order.v1'];
export type IotTelemetryV1 = components['schemas']['iot.telemetry.v1'];
export type LogisticsShipmentV1 = components['schemas']['logistics.shipment.v1'];
export type CustomersProfileV1Event = components['schemas']['customers.profile.v1.event'];
export type EcommerceClickstreamV1Event = components['schemas']['ecommerce.clickstream.v1.event'];
export type EcommerceOrderV1Event = components['schemas']['ecommerce.order.v1.event'];
export type IotTelemetryV1Event = components['schemas']['iot.telemetry.v1.event'];
export type LogisticsShipmentV1Event = components['schemas']['logistics.shipment.v1.event'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseConflict = components['responses']['Conflict'];
export type ResponseLengthRequired = components['responses']['LengthRequired'];
export type ResponseContentTooLarge = components['responses']['ContentTooLarge'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ResponseRejected = components['responses']['Rejected'];
export type ResponseInternalServerError = components['responses']['InternalServerError'];
export type ResponseNotImplemented = components['responses']['NotImplemented'];
export type ResponseServiceUnavailable = components['responses']['ServiceUnavailable'];
export type $defs = Record<string, never>;
export interface operations {
    readonly "ingest.customers.profile": {
        readonly parameters: {
            readonly query?: {
                /** @description Version of the contract. Default: the newest. */
                readonly version?: 1;
                /** @description Validate the records, but publish none. */
                readonly dryRun?: boolean;
                /** @description What becomes of rejected records. `answer`: they are in the answer alone, in no hub and no quarantine. `quarantine`: they are also published as they came, with their rejections, and land in the quarantine. */
                readonly onReject?: "answer" | "quarantine";
                /** @description The separator between the cells of CSV. A tab is `tab` or `%09`. Refused for other formats. */
                readonly delimiter?: "," | ";" | "|" | "tab" | "\t";
            };
            readonly header?: {
                /** @description How the body is compressed. The decompressed body may have up to 100 MB. */
                readonly "Content-Encoding"?: "gzip" | "deflate" | "br" | "identity";
                /**
                 * @description With return=minimal (RFC 7240) the response omits the results of accepted records.
                 * @example return=minimal
                 */
                readonly Prefer?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["customers.profile.v1"] | readonly components["schemas"]["customers.profile.v1"][];
                readonly "application/x-ndjson": string;
                readonly "text/csv": string;
                readonly "application/cloudevents+json": components["schemas"]["customers.profile.v1.event"];
                readonly "application/cloudevents-batch+json": readonly components["schemas"]["customers.profile.v1.event"][];
            };
        };
        readonly responses: {
            /** @description A dry run in which every record is accepted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Every record is accepted and published. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Some records are accepted and published, or all rejected ones are in the quarantine; the results show which. */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `version_invalid`, `query_invalid`, `empty_body`, `malformed_body`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["BodyProblem"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `contract_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The body is chunked; send it with a Content-Length. Code: `length_required`. */
            readonly 411: components["responses"]["LengthRequired"];
            /** @description The body, before or after decoding, or its number of records exceeds the limit. Code: `body_too_large`, `too_many_records`. */
            readonly 413: components["responses"]["ContentTooLarge"];
            /** @description The content type, its charset or the content encoding is not supported. Code: `unsupported_media_type`, `unsupported_content_encoding`. */
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description No record fits its contract; the results have the reasons. Code: `contract_broken`. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["RecordResultsProblem"];
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `hub_unavailable`. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": {
                        /** @constant */
                        readonly type: "about:blank";
                        readonly title: string;
                        readonly status: number;
                        /** @description A description of the error for people. */
                        readonly detail: string;
                        /** @description The error code for programs. */
                        readonly code: string;
                        /** @description The contract against which the records were validated. */
                        readonly contract?: string;
                        readonly dryRun?: boolean;
                        readonly accepted?: number;
                        readonly rejected?: number;
                        /** @description Records that conform to the contract and could not be published. */
                        readonly failed?: number;
                        /** @description With `onReject=quarantine`: rejected records that the hub has. They land in the quarantine. */
                        readonly quarantined?: number;
                        /** @description What became of rejected records that are in no quarantine, for people. With 422 it is in `detail`. */
                        readonly note?: string;
                        /** @description One result per record, in order. */
                        readonly verdicts?: readonly components["schemas"]["RecordResult"][];
                    };
                };
            };
        };
    };
    readonly "ingest.ecommerce.clickstream": {
        readonly parameters: {
            readonly query?: {
                /** @description Version of the contract. Default: the newest. */
                readonly version?: 1;
                /** @description Validate the records, but publish none. */
                readonly dryRun?: boolean;
                /** @description What becomes of rejected records. `answer`: they are in the answer alone, in no hub and no quarantine. `quarantine`: they are also published as they came, with their rejections, and land in the quarantine. */
                readonly onReject?: "answer" | "quarantine";
                /** @description The separator between the cells of CSV. A tab is `tab` or `%09`. Refused for other formats. */
                readonly delimiter?: "," | ";" | "|" | "tab" | "\t";
            };
            readonly header?: {
                /** @description How the body is compressed. The decompressed body may have up to 100 MB. */
                readonly "Content-Encoding"?: "gzip" | "deflate" | "br" | "identity";
                /**
                 * @description With return=minimal (RFC 7240) the response omits the results of accepted records.
                 * @example return=minimal
                 */
                readonly Prefer?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ecommerce.clickstream.v1"] | readonly components["schemas"]["ecommerce.clickstream.v1"][];
                readonly "application/x-ndjson": string;
                readonly "text/csv": string;
                readonly "application/cloudevents+json": components["schemas"]["ecommerce.clickstream.v1.event"];
                readonly "application/cloudevents-batch+json": readonly components["schemas"]["ecommerce.clickstream.v1.event"][];
            };
        };
        readonly responses: {
            /** @description A dry run in which every record is accepted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Every record is accepted and published. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Some records are accepted and published, or all rejected ones are in the quarantine; the results show which. */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `version_invalid`, `query_invalid`, `empty_body`, `malformed_body`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["BodyProblem"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `contract_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The body is chunked; send it with a Content-Length. Code: `length_required`. */
            readonly 411: components["responses"]["LengthRequired"];
            /** @description The body, before or after decoding, or its number of records exceeds the limit. Code: `body_too_large`, `too_many_records`. */
            readonly 413: components["responses"]["ContentTooLarge"];
            /** @description The content type, its charset or the content encoding is not supported. Code: `unsupported_media_type`, `unsupported_content_encoding`. */
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description No record fits its contract; the results have the reasons. Code: `contract_broken`. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["RecordResultsProblem"];
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `hub_unavailable`. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": {
                        /** @constant */
                        readonly type: "about:blank";
                        readonly title: string;
                        readonly status: number;
                        /** @description A description of the error for people. */
                        readonly detail: string;
                        /** @description The error code for programs. */
                        readonly code: string;
                        /** @description The contract against which the records were validated. */
                        readonly contract?: string;
                        readonly dryRun?: boolean;
                        readonly accepted?: number;
                        readonly rejected?: number;
                        /** @description Records that conform to the contract and could not be published. */
                        readonly failed?: number;
                        /** @description With `onReject=quarantine`: rejected records that the hub has. They land in the quarantine. */
                        readonly quarantined?: number;
                        /** @description What became of rejected records that are in no quarantine, for people. With 422 it is in `detail`. */
                        readonly note?: string;
                        /** @description One result per record, in order. */
                        readonly verdicts?: readonly components["schemas"]["RecordResult"][];
                    };
                };
            };
        };
    };
    readonly "ingest.ecommerce.order": {
        readonly parameters: {
            readonly query?: {
                /** @description Version of the contract. Default: the newest. */
                readonly version?: 1;
                /** @description Validate the records, but publish none. */
                readonly dryRun?: boolean;
                /** @description What becomes of rejected records. `answer`: they are in the answer alone, in no hub and no quarantine. `quarantine`: they are also published as they came, with their rejections, and land in the quarantine. */
                readonly onReject?: "answer" | "quarantine";
                /** @description The separator between the cells of CSV. A tab is `tab` or `%09`. Refused for other formats. */
                readonly delimiter?: "," | ";" | "|" | "tab" | "\t";
            };
            readonly header?: {
                /** @description How the body is compressed. The decompressed body may have up to 100 MB. */
                readonly "Content-Encoding"?: "gzip" | "deflate" | "br" | "identity";
                /**
                 * @description With return=minimal (RFC 7240) the response omits the results of accepted records.
                 * @example return=minimal
                 */
                readonly Prefer?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["ecommerce.order.v1"] | readonly components["schemas"]["ecommerce.order.v1"][];
                readonly "application/x-ndjson": string;
                readonly "text/csv": string;
                readonly "application/cloudevents+json": components["schemas"]["ecommerce.order.v1.event"];
                readonly "application/cloudevents-batch+json": readonly components["schemas"]["ecommerce.order.v1.event"][];
            };
        };
        readonly responses: {
            /** @description A dry run in which every record is accepted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Every record is accepted and published. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Some records are accepted and published, or all rejected ones are in the quarantine; the results show which. */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `version_invalid`, `query_invalid`, `empty_body`, `malformed_body`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["BodyProblem"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `contract_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The body is chunked; send it with a Content-Length. Code: `length_required`. */
            readonly 411: components["responses"]["LengthRequired"];
            /** @description The body, before or after decoding, or its number of records exceeds the limit. Code: `body_too_large`, `too_many_records`. */
            readonly 413: components["responses"]["ContentTooLarge"];
            /** @description The content type, its charset or the content encoding is not supported. Code: `unsupported_media_type`, `unsupported_content_encoding`. */
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description No record fits its contract; the results have the reasons. Code: `contract_broken`. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["RecordResultsProblem"];
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `hub_unavailable`. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": {
                        /** @constant */
                        readonly type: "about:blank";
                        readonly title: string;
                        readonly status: number;
                        /** @description A description of the error for people. */
                        readonly detail: string;
                        /** @description The error code for programs. */
                        readonly code: string;
                        /** @description The contract against which the records were validated. */
                        readonly contract?: string;
                        readonly dryRun?: boolean;
                        readonly accepted?: number;
                        readonly rejected?: number;
                        /** @description Records that conform to the contract and could not be published. */
                        readonly failed?: number;
                        /** @description With `onReject=quarantine`: rejected records that the hub has. They land in the quarantine. */
                        readonly quarantined?: number;
                        /** @description What became of rejected records that are in no quarantine, for people. With 422 it is in `detail`. */
                        readonly note?: string;
                        /** @description One result per record, in order. */
                        readonly verdicts?: readonly components["schemas"]["RecordResult"][];
                    };
                };
            };
        };
    };
    readonly "ingest.iot.telemetry": {
        readonly parameters: {
            readonly query?: {
                /** @description Version of the contract. Default: the newest. */
                readonly version?: 1;
                /** @description Validate the records, but publish none. */
                readonly dryRun?: boolean;
                /** @description What becomes of rejected records. `answer`: they are in the answer alone, in no hub and no quarantine. `quarantine`: they are also published as they came, with their rejections, and land in the quarantine. */
                readonly onReject?: "answer" | "quarantine";
                /** @description The separator between the cells of CSV. A tab is `tab` or `%09`. Refused for other formats. */
                readonly delimiter?: "," | ";" | "|" | "tab" | "\t";
            };
            readonly header?: {
                /** @description How the body is compressed. The decompressed body may have up to 100 MB. */
                readonly "Content-Encoding"?: "gzip" | "deflate" | "br" | "identity";
                /**
                 * @description With return=minimal (RFC 7240) the response omits the results of accepted records.
                 * @example return=minimal
                 */
                readonly Prefer?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["iot.telemetry.v1"] | readonly components["schemas"]["iot.telemetry.v1"][];
                readonly "application/x-ndjson": string;
                readonly "text/csv": string;
                readonly "application/cloudevents+json": components["schemas"]["iot.telemetry.v1.event"];
                readonly "application/cloudevents-batch+json": readonly components["schemas"]["iot.telemetry.v1.event"][];
            };
        };
        readonly responses: {
            /** @description A dry run in which every record is accepted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Every record is accepted and published. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Some records are accepted and published, or all rejected ones are in the quarantine; the results show which. */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `version_invalid`, `query_invalid`, `empty_body`, `malformed_body`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["BodyProblem"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `contract_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The body is chunked; send it with a Content-Length. Code: `length_required`. */
            readonly 411: components["responses"]["LengthRequired"];
            /** @description The body, before or after decoding, or its number of records exceeds the limit. Code: `body_too_large`, `too_many_records`. */
            readonly 413: components["responses"]["ContentTooLarge"];
            /** @description The content type, its charset or the content encoding is not supported. Code: `unsupported_media_type`, `unsupported_content_encoding`. */
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description No record fits its contract; the results have the reasons. Code: `contract_broken`. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["RecordResultsProblem"];
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `hub_unavailable`. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": {
                        /** @constant */
                        readonly type: "about:blank";
                        readonly title: string;
                        readonly status: number;
                        /** @description A description of the error for people. */
                        readonly detail: string;
                        /** @description The error code for programs. */
                        readonly code: string;
                        /** @description The contract against which the records were validated. */
                        readonly contract?: string;
                        readonly dryRun?: boolean;
                        readonly accepted?: number;
                        readonly rejected?: number;
                        /** @description Records that conform to the contract and could not be published. */
                        readonly failed?: number;
                        /** @description With `onReject=quarantine`: rejected records that the hub has. They land in the quarantine. */
                        readonly quarantined?: number;
                        /** @description What became of rejected records that are in no quarantine, for people. With 422 it is in `detail`. */
                        readonly note?: string;
                        /** @description One result per record, in order. */
                        readonly verdicts?: readonly components["schemas"]["RecordResult"][];
                    };
                };
            };
        };
    };
    readonly "ingest.logistics.shipment": {
        readonly parameters: {
            readonly query?: {
                /** @description Version of the contract. Default: the newest. */
                readonly version?: 1;
                /** @description Validate the records, but publish none. */
                readonly dryRun?: boolean;
                /** @description What becomes of rejected records. `answer`: they are in the answer alone, in no hub and no quarantine. `quarantine`: they are also published as they came, with their rejections, and land in the quarantine. */
                readonly onReject?: "answer" | "quarantine";
                /** @description The separator between the cells of CSV. A tab is `tab` or `%09`. Refused for other formats. */
                readonly delimiter?: "," | ";" | "|" | "tab" | "\t";
            };
            readonly header?: {
                /** @description How the body is compressed. The decompressed body may have up to 100 MB. */
                readonly "Content-Encoding"?: "gzip" | "deflate" | "br" | "identity";
                /**
                 * @description With return=minimal (RFC 7240) the response omits the results of accepted records.
                 * @example return=minimal
                 */
                readonly Prefer?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["logistics.shipment.v1"] | readonly components["schemas"]["logistics.shipment.v1"][];
                readonly "application/x-ndjson": string;
                readonly "text/csv": string;
                readonly "application/cloudevents+json": components["schemas"]["logistics.shipment.v1.event"];
                readonly "application/cloudevents-batch+json": readonly components["schemas"]["logistics.shipment.v1.event"][];
            };
        };
        readonly responses: {
            /** @description A dry run in which every record is accepted. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Every record is accepted and published. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description Some records are accepted and published, or all rejected ones are in the quarantine; the results show which. */
            readonly 207: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RecordResults"];
                    readonly "application/x-ndjson": string;
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `version_invalid`, `query_invalid`, `empty_body`, `malformed_body`. */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["BodyProblem"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `contract_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The body is chunked; send it with a Content-Length. Code: `length_required`. */
            readonly 411: components["responses"]["LengthRequired"];
            /** @description The body, before or after decoding, or its number of records exceeds the limit. Code: `body_too_large`, `too_many_records`. */
            readonly 413: components["responses"]["ContentTooLarge"];
            /** @description The content type, its charset or the content encoding is not supported. Code: `unsupported_media_type`, `unsupported_content_encoding`. */
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description No record fits its contract; the results have the reasons. Code: `contract_broken`. */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["RecordResultsProblem"];
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `hub_unavailable`. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": {
                        /** @constant */
                        readonly type: "about:blank";
                        readonly title: string;
                        readonly status: number;
                        /** @description A description of the error for people. */
                        readonly detail: string;
                        /** @description The error code for programs. */
                        readonly code: string;
                        /** @description The contract against which the records were validated. */
                        readonly contract?: string;
                        readonly dryRun?: boolean;
                        readonly accepted?: number;
                        readonly rejected?: number;
                        /** @description Records that conform to the contract and could not be published. */
                        readonly failed?: number;
                        /** @description With `onReject=quarantine`: rejected records that the hub has. They land in the quarantine. */
                        readonly quarantined?: number;
                        /** @description What became of rejected records that are in no quarantine, for people. With 422 it is in `detail`. */
                        readonly note?: string;
                        /** @description One result per record, in order. */
                        readonly verdicts?: readonly components["schemas"]["RecordResult"][];
                    };
                };
            };
        };
    };
    readonly listRefreshes: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
                /** @description Only refreshes with a smaller number. */
                readonly before?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RefreshPage"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `query_invalid`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description The settings have no Databricks job, so this app refreshes nothing. Code: `refresh_not_configured`. */
            readonly 501: components["responses"]["NotImplemented"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly startRefresh: {
        readonly parameters: {
            readonly query?: {
                /** @description Which pipelines copy their batch source first: those that are due by the age of their last complete run, all, or none. */
                readonly pipelines?: "due" | "all" | "none";
                /** @description Runs the job even if there is nothing new, as after a change of the models. */
                readonly force?: boolean;
                /** @description Tables to compute from all of Bronze, comma-separated, such as `silver.iot_telemetry`. Tables of the same contract and tables that read them are rebuilt too. A refresh that is already running does not rebuild them. */
                readonly rebuild?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A refresh is running. Only one runs at a time. */
            readonly 202: {
                headers: {
                    /** @description URL of the refresh. */
                    readonly Location?: string;
                    /** @description Seconds to wait before the first read of the refresh. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RefreshStarted"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `query_invalid`, `rebuild_unknown`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description The settings have no Databricks job, so this app refreshes nothing. Code: `refresh_not_configured`. */
            readonly 501: components["responses"]["NotImplemented"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`, `durable_unavailable`, `refresh_conflict`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly getRefresh: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the refresh, as in the answer to the start. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The refresh. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Refresh"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `refresh_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description The settings have no Databricks job, so this app refreshes nothing. Code: `refresh_not_configured`. */
            readonly 501: components["responses"]["NotImplemented"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`, `lake_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly cancelRefresh: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the refresh, as in the answer to the start. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The refresh ends after its runs have ended. */
            readonly 202: {
                headers: {
                    /** @description URL of the refresh. */
                    readonly Location?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RefreshCancelling"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `refresh_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The refresh has already ended. Code: `refresh_ended`. */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": {
                        /** @constant */
                        readonly type: "about:blank";
                        readonly title: string;
                        readonly status: number;
                        /** @description A description of the error for people. */
                        readonly detail: string;
                        /** @description The error code for programs. */
                        readonly code: string;
                        /** @enum {string} */
                        readonly state: "succeeded" | "nothing-new" | "failed" | "cancelled" | "cancelled-downstream";
                    };
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description The settings have no Databricks job, so this app refreshes nothing. Code: `refresh_not_configured`. */
            readonly 501: components["responses"]["NotImplemented"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly getRefreshTask: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description Id of the refresh, as in the answer to the start. */
                readonly id: string;
                /** @description As in the tasks of the run of the job. */
                readonly task: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The output. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RefreshTaskOutput"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `refresh_task_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description The settings have no Databricks job, so this app refreshes nothing. Code: `refresh_not_configured`. */
            readonly 501: components["responses"]["NotImplemented"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`, `databricks_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly listQuarantine: {
        readonly parameters: {
            readonly query?: {
                readonly source?: components["schemas"]["Source"];
                /** @description Type of the contract that the events break. */
                readonly contract?: string;
                /** @description Code of a rejection. */
                readonly code?: string;
                /** @description Id of the event, or its beginning. */
                readonly event?: string;
                /** @description Enqueued at this time or later. */
                readonly from?: string;
                /** @description Enqueued before this time. */
                readonly to?: string;
                readonly state?: "open" | "replayed" | "all";
                readonly limit?: number;
                /** @description The value of `next` of an earlier page. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description One page. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["QuarantineList"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `query_invalid`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`, `landing_invariant`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`, `lake_unavailable`, `quarantine_behind`, `quarantine_conflict`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly getQuarantinedRecord: {
        readonly parameters: {
            readonly query?: {
                /** @description Adds the original body, unmasked. */
                readonly bytes?: boolean;
            };
            readonly header?: never;
            readonly path: {
                /** @description The id from a list. */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["QuarantineDetails"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `query_invalid`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `quarantine_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`, `landing_invariant`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`, `lake_unavailable`, `quarantine_behind`, `quarantine_conflict`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly listReplays: {
        readonly parameters: {
            readonly query?: {
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The replays. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["QuarantineReplayList"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `query_invalid`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly replayQuarantine: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description How the body is compressed. The decompressed body may have up to 100 MB. */
                readonly "Content-Encoding"?: "gzip" | "deflate" | "br" | "identity";
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["QuarantineReplayRequest"];
            };
        };
        readonly responses: {
            /** @description The result of each record. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["QuarantineReplayReport"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `request_invalid`, `empty_body`, `malformed_body`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `quarantine_unknown`. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": {
                        /** @constant */
                        readonly type: "about:blank";
                        readonly title: string;
                        readonly status: number;
                        /** @description A description of the error for people. */
                        readonly detail: string;
                        /** @description The error code for programs. */
                        readonly code: string;
                        /** @description Some of the ids that do not belong to a record. */
                        readonly unknown?: readonly string[];
                    };
                };
            };
            /** @description The body is chunked; send it with a Content-Length. Code: `length_required`. */
            readonly 411: components["responses"]["LengthRequired"];
            /** @description The body, before or after decoding, or its number of records exceeds the limit. Code: `body_too_large`. */
            readonly 413: components["responses"]["ContentTooLarge"];
            /** @description The content type, its charset or the content encoding is not supported. Code: `unsupported_media_type`, `unsupported_content_encoding`. */
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`, `landing_invariant`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`, `lake_unavailable`, `quarantine_behind`, `quarantine_conflict`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly reopenQuarantine: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description How the body is compressed. The decompressed body may have up to 100 MB. */
                readonly "Content-Encoding"?: "gzip" | "deflate" | "br" | "identity";
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["QuarantineReopenRequest"];
            };
        };
        readonly responses: {
            /** @description How many records were opened again. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["QuarantineReopenReport"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `request_invalid`, `empty_body`, `malformed_body`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `quarantine_unknown`. */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": {
                        /** @constant */
                        readonly type: "about:blank";
                        readonly title: string;
                        readonly status: number;
                        /** @description A description of the error for people. */
                        readonly detail: string;
                        /** @description The error code for programs. */
                        readonly code: string;
                        /** @description Some of the ids that do not belong to a record. */
                        readonly unknown?: readonly string[];
                    };
                };
            };
            /** @description The body is chunked; send it with a Content-Length. Code: `length_required`. */
            readonly 411: components["responses"]["LengthRequired"];
            /** @description The body, before or after decoding, or its number of records exceeds the limit. Code: `body_too_large`. */
            readonly 413: components["responses"]["ContentTooLarge"];
            /** @description The content type, its charset or the content encoding is not supported. Code: `unsupported_media_type`, `unsupported_content_encoding`. */
            readonly 415: components["responses"]["UnsupportedMediaType"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`, `lake_unavailable`, `quarantine_behind`, `quarantine_conflict`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly listViews: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All views. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ServeViews"];
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly getView: {
        readonly parameters: {
            readonly query?: {
                /** @description First minute. Default: an hour before `to`. */
                readonly from?: string;
                /** @description Exclusive end. Default: now. */
                readonly to?: string;
                /** @description Length of a row (`minute` for 2 days at most, `hour` for 14, `day` for 62), then keys that split it. Default: `minute` and all keys. */
                readonly by?: string;
                /** @description A key of the view as a parameter: only events with this value. */
                readonly keys?: {
                    readonly [key: string]: string;
                };
            };
            readonly header?: never;
            readonly path: {
                /** @description As in the list of views. */
                readonly view: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The answer as of now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ServeAnswer"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `query_invalid`, `query_too_wide`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `serve_view_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`, `gold_unreadable`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`, `lake_unavailable`, `live_conflict`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly waitForChanges: {
        readonly parameters: {
            readonly query?: {
                /** @description The version that the caller has. The answer comes as soon as there is another one, and after `waitSeconds` at the latest. Without it, the answer comes at once. */
                readonly after?: string;
            };
            readonly header?: never;
            readonly path: {
                /** @description As in the list of views. */
                readonly view: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The version as of now. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ServeChanges"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `serve_view_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `table_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly listGold: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All tables. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GoldTables"];
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description The settings have no Databricks job, so this app refreshes nothing. Code: `refresh_not_configured`. */
            readonly 501: components["responses"]["NotImplemented"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `lake_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly getGold: {
        readonly parameters: {
            readonly query?: {
                /** @description Lowest value of the partition column, usually a day. */
                readonly from?: string;
                /** @description Highest value of the partition column, inclusive. */
                readonly to?: string;
                /** @description Maximum number of rows. */
                readonly limit?: number;
                /** @description A column; with `-` in front, descending. Default: the newest partition first. */
                readonly orderBy?: string;
                /** @description A column as a parameter: only rows with this value. */
                readonly columns?: {
                    readonly [key: string]: string;
                };
            };
            readonly header?: never;
            readonly path: {
                /** @description As in the list of tables. */
                readonly table: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Rows. Decimals are numbers with all of their digits, whole numbers beyond 2^53 are texts, days are `YYYY-MM-DD`, times are RFC 3339. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["GoldRows"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `query_invalid`, `query_too_wide`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `gold_table_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`, `gold_unreadable`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description The settings have no Databricks job, so this app refreshes nothing. Code: `refresh_not_configured`. */
            readonly 501: components["responses"]["NotImplemented"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `lake_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly getStatus: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The status. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PipelineStatus"];
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
        };
    };
    readonly getHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The app is running. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readonly getReadiness: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All services are available. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `not_ready`. */
            readonly 503: {
                headers: {
                    /** @description Seconds to wait. */
                    readonly "Retry-After"?: number;
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": {
                        /** @constant */
                        readonly type: "about:blank";
                        readonly title: string;
                        readonly status: number;
                        /** @description A description of the error for people. */
                        readonly detail: string;
                        /** @description The error code for programs. */
                        readonly code: string;
                        /** @description Names of the services that failed twice, or did not answer within 10 seconds. */
                        readonly unreachable: readonly string[];
                    };
                };
            };
        };
    };
    readonly simulate: {
        readonly parameters: {
            readonly query?: {
                /** @description Number of events. */
                readonly count?: number;
                /** @description The same seed gives the same world. Default: from the settings. */
                readonly seed?: number;
                /**
                 * @description Shares of faulty events, or `none`, or `default`. Default: from the settings.
                 * @example duplicate=0.01,malformed=0.002
                 */
                readonly faults?: string;
                /** @description Instead of `count`: publishes what a simulation begins with, without faults. `customers`: the profiles of all customers. `iot`: a reading of each device. `ecommerce`: the visits under way. */
                readonly population?: "all";
                /** @description With `population`: only what has happened since then, to continue a simulation after a pause. */
                readonly since?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly source: components["schemas"]["Source"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The number of published events, and of events with each fault. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Simulated"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `query_invalid`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `source_unknown`, `simulator_unknown`. */
            readonly 404: components["responses"]["NotFound"];
            /** @description The app failed; the problem has the invocation id to search for in the logs. Code: `internal`, `config_invalid`. */
            readonly 500: components["responses"]["InternalServerError"];
            /** @description A service that the app needs does not respond. Send the request again. Code: `hub_unavailable`. */
            readonly 503: components["responses"]["ServiceUnavailable"];
        };
    };
    readonly listContracts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The contracts. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContractList"];
                };
            };
        };
    };
    readonly listVersions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly type: components["schemas"]["ContractType"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The versions. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContractVersions"];
                };
            };
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `contract_unknown`. */
            readonly 404: components["responses"]["NotFound"];
        };
    };
    readonly getContract: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly type: components["schemas"]["ContractType"];
                readonly version: number;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The contract. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContractDetail"];
                };
            };
            /** @description The request cannot be read; the detail has the error and the remedy. Code: `version_invalid`. */
            readonly 400: components["responses"]["BadRequest"];
            /** @description The contract, version, source, view, table, record or refresh does not exist. Code: `contract_unknown`. */
            readonly 404: components["responses"]["NotFound"];
        };
    };
    readonly getOpenApi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description An OpenAPI 3.1 document. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
        };
    };
    readonly getFront: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The addresses. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Front"];
                };
            };
        };
    };
}
