/** A media type (RFC 9110, section 8.3.1) in a form that can be compared. */
export interface MediaType {
  /** Type and subtype in small letters, such as `text/csv`. */
  readonly essence: string;
  /** Parameters by their names in small letters. Values are without quotes and keep their case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const ESSENCE = /^[!#$%&'*+.^`|~\w-]+\/[!#$%&'*+.^`|~\w-]+$/;
/** One parameter, or none between two semicolons. Spaces around `=` violate the RFC but are unambiguous. */
const PARAMETER =
  /;[ \t]*(?:([!#$%&'*+.^`|~\w-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([!#$%&'*+.^`|~\w-]+)))?[ \t]*/y;

/**
 * Reads a `Content-Type`, a range of an `Accept` or a CloudEvents `datacontenttype`. Types and names of parameters are
 * case-insensitive.
 *
 * @returns undefined if the text is not a media type or has a duplicate parameter
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

/** `application/json`, or a format based on JSON, such as `application/senml+json`. */
export function isJsonEssence(essence: string): boolean {
  return essence === 'application/json' || /^application\/[^/]+\+json$/.test(essence);
}

/**
 * Whether a content type is a CloudEvent in structured or batch mode, in any format. Parameters are ignored, even
 * malformed ones.
 */
export function isCloudEventsType(contentType: string | undefined): boolean {
  const [essence = ''] = (contentType ?? '').split(';');
  return /^\s*application\/cloudevents(?:-batch)?(?:\+|\s*$)/i.test(essence);
}
