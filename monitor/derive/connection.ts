/** The page's connection to the app. */
export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'up' }
  /** One request was not answered, or not in time. A second one in a row means that there is no connection. */
  | { readonly state: 'slow'; readonly since: number; readonly detail: string }
  /** `since` is the time of the last answer, or of the first failed request. */
  | {
      readonly state: 'down';
      readonly since: number;
      readonly detail: string;
      readonly unauthorised: boolean;
    };

export interface FailedRequest {
  readonly before: Connection;
  /** Failed requests in a row, with this one. */
  readonly failures: number;
  /** Time of the last answer, or the start of the first request, in milliseconds since the epoch. */
  readonly since: number;
  /** For people. */
  readonly detail: string;
  /** Whether the app wants a key; asking again does not help. */
  readonly unauthorised: boolean;
}

/** The connection after a failed request: a single one is slow, and only the second in a row is no connection. */
export function toFailedConnection({
  before,
  failures,
  since,
  detail,
  unauthorised,
}: FailedRequest): Connection {
  const begun = 'since' in before ? before.since : since;
  return failures < 2 && !unauthorised
    ? { state: 'slow', since: begun, detail }
    : { state: 'down', since: begun, detail, unauthorised };
}
