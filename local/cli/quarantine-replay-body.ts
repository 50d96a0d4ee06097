import { type FilterOptions, toFilter } from './quarantine-filter';

export interface ReplayBodyOptions extends FilterOptions {
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
 * @throws Error for options that contradict each other, without a selection, and for a text that is not JSON
 */
export function toReplayBody({
  patch,
  event,
  version,
  dryRun = false,
  again = false,
  limit,
  ...selection
}: ReplayBodyOptions): string {
  const filter = toFilter(selection);
  const fixes = Object.entries({ patch, event, version }).filter(([, value]) => value !== undefined);
  if (fixes.length > 1) throw new Error('use only one of --patch, --version and --event');
  const [fix] = fixes;
  const parts = [
    `"filter":${JSON.stringify(filter)}`,
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
