/** `GET /api/serve`. */
export interface ServeViews {
  readonly views: readonly ServeView[];
}

export interface ServeView {
  readonly view: string;
  readonly type: string;
  readonly source: string;
  readonly description: string;
  /** Length of a live window. */
  readonly seconds: number;
  readonly keys: readonly string[];
  readonly values: readonly { readonly name: string; readonly aggregate: string }[];
  readonly batch: boolean;
}

/** `GET /api/serve/{view}`. */
export interface ServeAnswer {
  readonly view: string;
  readonly from: string;
  readonly to: string;
  readonly by: { readonly bucket: 'minute' | 'hour' | 'day'; readonly keys: readonly string[] };
  readonly refresh: number | null;
  /** The first minute that live windows answer. */
  readonly watermark: string | null;
  readonly liveBehind: boolean;
  readonly parts: readonly ServePart[];
  readonly incomplete: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
  readonly rows: readonly ServeRow[];
}

export interface ServePart {
  readonly source: 'batch' | 'live';
  readonly from: string;
  readonly to: string;
}

export interface ServeRow {
  readonly start: string;
  readonly end: string;
  readonly source: 'batch' | 'live' | 'both';
  readonly keys: Readonly<Record<string, string>>;
  readonly events: number;
  readonly values: Readonly<Record<string, number | null>>;
}

/** `GET /api/gold`. */
export interface GoldTables {
  readonly tables: readonly GoldTable[];
}

export interface GoldTable {
  readonly table: string;
  readonly rows?: number;
  readonly refresh: number | null;
  readonly columns: readonly GoldColumn[];
  readonly partitionedBy: readonly string[];
  /** Why it cannot be read. */
  readonly problem?: string;
}

export interface GoldColumn {
  readonly name: string;
  readonly type: string;
  readonly description: string | null;
}

export type Cell = string | number | boolean | null;

/** `GET /api/gold/{table}`. */
export interface GoldRows {
  readonly table: string;
  readonly refresh: number | null;
  readonly columns: readonly GoldColumn[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  readonly truncated: boolean;
}
