export interface ReplayBodyOptions {
  readonly ids?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly contract?: string | undefined;
  readonly code?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** JSON texts. They are inserted as they are, so that numbers keep their digits. */
  readonly patch?: string | undefined;
  readonly event?: string | undefined;
  readonly version?: number | undefined;
  readonly dryRun?: boolean;
  readonly again?: boolean;
  readonly limit?: number | undefined;
}

/**
 * Builds the body of `POST /api/quarantine/replay`.
 *
 * @throws Error for options that contradict each other, and for a text that is not JSON
 */
export function toReplayBody({
  ids,
  source,
  contract,
  code,
  from,
  to,
  patch,
  event,
  version,
  dryRun = false,
  again = false,
  limit,
}: ReplayBodyOptions): string {
  const matching = Object.entries({ source, contract, code, from, to }).filter(
    ([, value]) => value !== undefined,
  );
  if (ids !== undefined && matching.length > 0) {
    throw new Error(`--id already selects the records; leave out --${matching[0]?.[0] ?? ''}`);
  }
  const fixes = Object.entries({ patch, event, version }).filter(([, value]) => value !== undefined);
  if (fixes.length > 1) throw new Error('use only one of --patch, --version and --event');
  const [fix] = fixes;
  const parts = [
    `"filter":${JSON.stringify(ids === undefined ? Object.fromEntries(matching) : { ids })}`,
    ...(fix === undefined ? [] : [`"fix":{"${fix[0]}":${toJson(fix[0], fix[1])}}`]),
    `"dryRun":${dryRun}`,
    `"again":${again}`,
    ...(limit === undefined ? [] : [`"limit":${limit}`]),
  ];
  return `{${parts.join(',')}}`;
}

function toJson(name: string, value: string | number | undefined): string {
  const text = String(value);
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new Error(`--${name} is not JSON: ${(cause as Error).message}`, { cause });
  }
  return text;
}
