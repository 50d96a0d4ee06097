/**
 * Pieces of TMDL (https://learn.microsoft.com/analysis-services/tmdl/tmdl-overview): a line an object or property, and
 * tabs that say what belongs to what.
 */
export type Lines = readonly string[];

/** One level deeper. Empty lines stay empty. */
export function indent(lines: Lines, levels = 1): Lines {
  return lines.map((line) => (line === '' ? '' : `${'\t'.repeat(levels)}${line}`));
}

/** A name as TMDL writes it: in single quotation marks where it has anything but letters, digits and underscores. */
export function quote(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}

/** The lines above an object that say what it is. */
export function describe(description: string): Lines {
  return [`/// ${description.replaceAll(/\s+/g, ' ').trim()}`];
}

/** `<name>: <value>`; nothing where there is no value, the name alone where it is true. */
export function property(name: string, value: string | boolean | undefined): Lines {
  if (value === undefined || value === false) return [];
  return [value === true ? name : `${name}: ${value}`];
}

/** `<head> = <expression>`; of several lines, below the head and two levels deeper, so that properties follow at one level. */
export function expression(head: string, text: string): Lines {
  const lines = text.split('\n');
  return lines.length === 1 ? [`${head} = ${text}`] : [`${head} =`, ...indent(lines, 2)];
}

/** Objects one below the other, with an empty line between them. */
export function spaced(objects: readonly Lines[]): Lines {
  return objects
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

export function toText(lines: Lines): string {
  return `${lines.join('\n')}\n`;
}
