/** A media type (RFC 9110, section 8.3.1), ready to be compared. */
export interface MediaType {
  /** Type and subtype in small letters, such as `text/csv`. */
  readonly essence: string;
  /** By their names in small letters. Values are out of their quotes and in the case that they came in. */
  readonly parameters: ReadonlyMap<string, string>;
}

const ESSENCE = /^[!#$%&'*+.^`|~\w-]+\/[!#$%&'*+.^`|~\w-]+$/;
/** One parameter, or none between two semicolons; blanks around `=` are against the RFC and mean one thing only. */
const PARAMETER =
  /;[ \t]*(?:([!#$%&'*+.^`|~\w-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^`|~\w-]+)))?[ \t]*/y;

/**
 * Reads a `Content-Type`, a range of an `Accept` or a CloudEvents `datacontenttype`. Types and names of parameters have no
 * case.
 *
 * @returns undefined for a text that is no media type, and for one that names a parameter twice
 */
export function parseMediaType(text: string): MediaType | undefined {
  const trimmed = text.trim();
  const end = trimmed.indexOf(';');
  const essence = (end === -1 ? trimmed : trimmed.slice(0, end)).trim().toLowerCase();
  if (!ESSENCE.test(essence)) return undefined;
  const parameters = new Map<string, string>();
  for (let at = end; at !== -1 && at < trimmed.length; at = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(trimmed);
    if (match === null) return undefined;
    const [, name, quoted, token = ''] = match;
    if (name === undefined) continue;
    const key = name.toLowerCase();
    if (parameters.has(key)) return undefined;
    parameters.set(key, quoted === undefined ? token : quoted.replace(/\\(.)/g, '$1'));
  }
  return { essence, parameters };
}

/** `application/json`, or a format that is written in JSON, such as `application/senml+json`. */
export function isJsonEssence(essence: string): boolean {
  return essence === 'application/json' || /^application\/[^/]+\+json$/.test(essence);
}

/**
 * Whether a content type is a CloudEvent in structured or batch mode, in whatever format it is written. Its parameters do not
 * count, not even malformed ones.
 */
export function isCloudEventsType(contentType: string | undefined): boolean {
  const [essence = ''] = (contentType ?? '').split(';');
  return /^\s*application\/cloudevents(?:-batch)?(?:\+|\s*$)/i.test(essence);
}
