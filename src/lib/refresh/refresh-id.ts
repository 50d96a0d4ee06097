declare const brand: unique symbol;

/** Milliseconds since 1970 of a refresh's start, and always greater than the number before: the order of refreshes. */
export type RefreshNumber = number & { readonly [brand]: 'RefreshNumber' };

/** Name of a refresh for people and for services downstream, as `20261121T061000Z-3f9a1c2b`. */
export type RefreshId = string & { readonly [brand]: 'RefreshId' };

const ID = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-[0-9a-f]{8}$/;

/** @throws RangeError for anything that is not a whole number above 0 */
export function toRefreshNumber(value: number): RefreshNumber {
  if (!Number.isSafeInteger(value) || value <= 0)
    throw new RangeError(`a refresh number is a whole number above 0, not ${value}`);
  return value as RefreshNumber;
}

/** The number of a refresh that starts now: the time, or one more than the number before where clocks disagree. */
export function nextRefreshNumber(now: Date, before: RefreshNumber | undefined): RefreshNumber {
  return toRefreshNumber(Math.max(now.getTime(), before === undefined ? 0 : before + 1));
}

/** @param suffix eight hexadecimal digits that tell two callers apart who start at the same time */
export function toRefreshId(number: RefreshNumber, suffix: string): RefreshId {
  const second = new Date(number).toISOString().replace(/[-:]|\.\d+/g, '');
  return fromText(`${second}-${suffix}`);
}

export function isRefreshId(text: string): text is RefreshId {
  return ID.test(text);
}

/** The numbers, from first to last, among which the number of the refresh of this id is. */
export function numbersOf(id: RefreshId): { readonly first: number; readonly last: number } {
  const [, year, month, day, hour, minute, second] = ID.exec(id) ?? [];
  const first = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return { first, last: first + 999 };
}

/** Idempotency token of a Databricks run: at most 64 characters, the same for every try of one generation. */
export function toJobToken(id: RefreshId, generation: number): string {
  return `${id}-${generation}`;
}

/** The parameter `runId` of a pipeline run, and the name of the folder where it lands. */
export function toPipelineRunId(id: RefreshId, pipeline: string, generation: number): string {
  return `${id}-${pipeline}-${generation}`;
}

function fromText(text: string): RefreshId {
  if (!isRefreshId(text)) throw new RangeError(`'${text}' is not the id of a refresh`);
  return text;
}
