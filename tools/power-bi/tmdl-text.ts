/**
 * Pieces of TMDL (https://learn.microsoft.com/analysis-services/tmdl/tmdl-overview): one line per object or property,
 * with tabs for nesting.
 */
export type Lines = readonly string[];

/** One level deeper. Empty lines stay empty. */
export function indent(lines: Lines, levels = 1): Lines {
  return lines.map((line) => (line === '' ? '' : `${'\t'.repeat(levels)}${line}`));
}

/** A name in TMDL: in single quotation marks if it has anything but letters, digits and underscores. */
export function quote(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}

/** The description lines above an object. */
export function describe(description: string): Lines {
  return [`/// ${description.replaceAll(/\s+/g, ' ').trim()}`];
}

/** `<name>: <value>`; nothing without a value, the name alone for true. */
export function property(name: string, value: string | boolean | undefined): Lines {
  if (value === undefined || value === false) return [];
  return [value === true ? name : `${name}: ${value}`];
}

/**
 * `<head> = <expression>`. Several lines go below the head and two levels deeper, so that properties follow at one
 * level.
 */
export function expression(head: string, text: string): Lines {
  const lines = text.split('\n');
  return lines.length === 1 ? [`${head} = ${text}`] : [`${head} =`, ...indent(lines, 2)];
}

/** Objects separated by an empty line. */
export function spaced(objects: readonly Lines[]): Lines {
  return objects
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

export function toText(lines: Lines): string {
  return `${lines.join('\n')}\n`;
}
