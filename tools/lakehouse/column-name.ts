/** `temperatureCelsius` → `temperature_celsius`, `siteURL` → `site_url`. */
export function toSnakeCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/**
 * The column of a field: the names on its path, joined. A name that begins with its parent's name does not repeat it,
 * so `site.siteCode` is `site_code` and `amounts.totalMinor` is `amounts_total_minor`. It depends only on the path,
 * so adding a field renames no column.
 */
export function columnName(path: readonly string[]): string {
  return path.map(toSnakeCase).reduce((prefix, name) => {
    if (prefix === '') return name;
    const last = prefix.slice(prefix.lastIndexOf('_') + 1);
    if (name === prefix || name.startsWith(`${prefix}_`)) return name;
    return name.startsWith(`${last}_`) ? `${prefix}${name.slice(last.length)}` : `${prefix}_${name}`;
  }, '');
}

/** The singular of a name: `lines` → `line`, `categories` → `category`. */
export function singular(name: string): string {
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}
