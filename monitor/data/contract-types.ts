/** One of `GET /api/contracts`. */
export interface ContractSummary {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly source: string;
  readonly title: string;
  readonly description: string;
  readonly eventId: string;
  readonly eventTime: string;
  readonly partitionKey: string;
  readonly personalData: readonly { readonly path: string; readonly treatment: string }[];
  readonly departments: readonly string[];
}

/** `GET /api/contracts/{type}/{version}`. */
export interface ContractDetail extends ContractSummary {
  readonly schema: Readonly<Record<string, unknown>>;
}

/** `x-contract.windows` of a schema. */
export interface ContractWindows {
  readonly seconds: number;
  readonly keys: readonly { readonly name: string; readonly path: string }[];
  readonly values: readonly {
    readonly name: string;
    readonly aggregate: string;
    readonly path?: string;
    readonly where?: { readonly path: string; readonly equals: string | number | boolean };
  }[];
}
