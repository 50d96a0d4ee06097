export interface Token {
  /** `name`: an identifier or a keyword; `quoted`: an identifier in brackets; `sign`: punctuation; `end`: the end. */
  readonly kind: 'name' | 'quoted' | 'number' | 'text' | 'sign' | 'end';
  readonly text: string;
  readonly line: number;
}

const PATTERN =
  /(?<skip>\s+|--[^\n]*)|(?<quoted>\[\w+\])|(?<name>[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?)|(?<text>'(?:[^']|'')*')|(?<sign><>|<=|>=|[-+*/%=<>(),.])/y;

/** @throws Error with the line of a character that is not a token of the subset */
export function tokenise(query: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(PATTERN);
  let line = 1;
  while (pattern.lastIndex < query.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(query)?.groups;
    if (groups === undefined) throw new Error(`line ${line}: '${query.charAt(at)}' is not known`);
    const found = Object.entries(groups) as [string, string | undefined][];
    const [kind, text = ''] = found.find(([, value]) => value !== undefined) ?? ['skip'];
    if (kind === 'quoted') tokens.push({ kind, text: text.slice(1, -1), line });
    else if (kind !== 'skip') tokens.push({ kind: kind as Token['kind'], text, line });
    line += text.split('\n').length - 1;
  }
  tokens.push({ kind: 'end', text: '', line });
  return tokens;
}
