/**
 * Which files `func azure functionapp publish` takes, by its own reading of .funcignore, which is not Git's. Facts:
 * https://github.com/Azure/azure-functions-core-tools/blob/main/src/Cli/func/Common/GitIgnoreParser.cs. A line is a prefix that
 * ends at a word's end; `*` is a part of a path and `**` several; every other character is itself. A line with `!` wins over
 * all without, in whatever order.
 */
export function readByCoreTools(text: string): (path: string) => boolean {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const toPattern = (line: string): RegExp =>
    new RegExp(
      `^${line
        .replace(/^\//, '')
        .replace(/[-[\]/{}()+?.\\^$|]/g, '\\$&')
        .replaceAll('**', '(.+)')
        .replaceAll('*', '([^/]+)')}\\b`,
    );
  const keeping = lines.filter((line) => line.startsWith('!')).map((line) => toPattern(line.slice(1)));
  const leaving = lines.filter((line) => !line.startsWith('!')).map(toPattern);
  return (path) =>
    keeping.some((pattern) => pattern.test(path)) || !leaving.some((pattern) => pattern.test(path));
}
