declare const brand: unique symbol;

/** Milliseconds since 1970 of a refresh's start, always greater than the number of the previous refresh. */
export type RefreshNumber = number & { readonly [brand]: 'RefreshNumber' };

/** Name of a refresh for people and for downstream services, as `20261121T061000Z-3f9a1c2b`. */
export type RefreshId = string & { readonly [brand]: 'RefreshId' };

const ID = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-[0-9a-f]{8}$/;

/** @throws RangeError for anything that is not a whole number above 0 */
export function toRefreshNumber(value: number): RefreshNumber {
  if (!Number.isSafeInteger(value) || value <= 0)
    throw new RangeError(`a refresh number must be a whole number above 0, not ${value}`);
  return value as RefreshNumber;
}

/** The number of a refresh that starts now: the time, or the previous number plus one if that is greater. */
export function nextRefreshNumber(now: Date, before: RefreshNumber | undefined): RefreshNumber {
  return toRefreshNumber(Math.max(now.getTime(), before === undefined ? 0 : before + 1));
}

/** @param suffix eight hexadecimal digits, so that two callers in the same second get different ids */
export function toRefreshId(number: RefreshNumber, suffix: string): RefreshId {
  const second = new Date(number).toISOString().replace(/[-:]|\.\d+/g, '');
  return fromText(`${second}-${suffix}`);
}

export function isRefreshId(text: string): text is RefreshId {
  return ID.test(text);
}

/** The range of numbers, first to last, that contains the number of a refresh. */
export function numbersOf(id: RefreshId): { readonly first: number; readonly last: number } {
  const [, year, month, day, hour, minute, second] = ID.exec(id) ?? [];
  const first = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return { first, last: first + 999 };
}

/** Idempotency token of a Databricks run: at most 64 characters, the same for every attempt of one generation. */
export function toJobToken(id: RefreshId, generation: number): string {
  return `${id}-${generation}`;
}

/** The parameter `runId` of a pipeline run, which is also the name of the folder that it writes. */
export function toPipelineRunId(id: RefreshId, pipeline: string, generation: number): string {
  return `${id}-${pipeline}-${generation}`;
}

function fromText(text: string): RefreshId {
  if (!isRefreshId(text)) throw new RangeError(`'${text}' is not the id of a refresh`);
  return text;
}
