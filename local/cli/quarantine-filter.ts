/** Options of a command that select records. */
export interface FilterOptions {
  readonly ids?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly contract?: string | undefined;
  readonly code?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly all?: boolean;
}

/**
 * Returns the member `filter` of a request.
 *
 * @throws Error for options that contradict each other, and if no option selects records
 */
export function toFilter({ ids, source, contract, code, from, to, all = false }: FilterOptions): object {
  const matching = Object.entries({ source, contract, code, from, to }).filter(
    ([, value]) => value !== undefined,
  );
  const [first] = matching;
  if (ids !== undefined && first !== undefined) {
    throw new Error(`--id already selects the records; leave out --${first[0]}`);
  }
  if (all && (ids !== undefined || first !== undefined)) {
    throw new Error(`--all already selects every record; leave out --${first?.[0] ?? 'id'}`);
  }
  if (all) return { all: true };
  if (ids !== undefined) return { ids };
  if (first === undefined) {
    throw new Error(
      'select the records: --id, a filter such as --code contract.required, or --all for every open record',
    );
  }
  return Object.fromEntries(matching);
}
