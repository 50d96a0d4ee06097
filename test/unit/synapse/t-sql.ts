export interface SqlToken {
  readonly kind: 'name' | 'bracketed' | 'number' | 'text' | 'variable' | 'sign';
  readonly text: string;
}

const PATTERN =
  /(?<skip>\s+|--[^\n]*)|(?<variable>\$\([A-Za-z]+\))|(?<bracketed>\[\w+\])|(?<name>[A-Za-z_]\w*)|(?<number>\d+)|(?<text>'(?:[^']|'')*')|(?<sign><>|<=|>=|::|[-+*/=<>(),.;])/y;

/**
 * Tokens of T-SQL as the scripts use it: no double quotes, no concatenation by `||`, no casts by `::` except for
 * scopes of a GRANT.
 *
 * @throws Error with a text that is not a token
 */
export function tokenise(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  const pattern = new RegExp(PATTERN);
  while (pattern.lastIndex < sql.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(sql)?.groups;
    if (groups === undefined)
      throw new Error(`'${sql.slice(at, at + 20)}' is not T-SQL that this tokeniser supports`);
    const found = Object.entries(groups) as [string, string | undefined][];
    const [kind, text = ''] = found.find(([, value]) => value !== undefined) ?? ['skip'];
    if (kind !== 'skip') tokens.push({ kind: kind as SqlToken['kind'], text });
  }
  return tokens;
}

/** The batches of a script, which sqlcmd sends one by one: the text before each line GO. */
export function batchesOf(script: string): string[] {
  const parts = script.split(/^GO$/m);
  if (parts.pop()?.trim() !== '') throw new Error('the script does not end in GO');
  return parts.map((part) => part.trim());
}

/** Words of a batch without its comments, in capitals. */
export function wordsOf(batch: string): string[] {
  return tokenise(batch).map(({ kind, text }) => (kind === 'name' ? text.toUpperCase() : text));
}

/** Columns of a view's outermost SELECT, and the SELECT, by the view's name. */
export function viewsOf(
  script: string,
): Map<string, { readonly columns: readonly string[]; readonly select: string }> {
  const views = new Map<string, { columns: readonly string[]; select: string }>();
  for (const batch of batchesOf(script)) {
    const [, name, select] = /CREATE OR ALTER VIEW gold\.\[(\w+)\] AS\n([^]*);$/.exec(batch) ?? [];
    if (name === undefined || select === undefined) continue;
    if (views.has(name)) throw new Error(`${name} is there twice`);
    views.set(name, { columns: columnsOf(select), select });
  }
  return views;
}

function columnsOf(select: string): string[] {
  const columns: string[] = [];
  let depth = 0;
  let isInside = false;
  let last = '';
  for (const { kind, text } of tokenise(select)) {
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (depth === 0 && kind === 'name' && text === 'SELECT') isInside = true;
    else if (isInside && depth === 0 && (text === ',' || text === 'FROM')) {
      columns.push(last.replace(/^\[|\]$/g, ''));
      if (text === 'FROM') return columns;
    }
    last = text;
  }
  throw new Error('there is no SELECT');
}
