import { type Token, tokenise } from './tokens';

/** Reads tokens one after the other; keywords in any case. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(query: string) {
    this.#tokens = tokenise(query);
  }

  get next(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new Error('there is no token');
    return token;
  }

  is(...words: readonly string[]): boolean {
    return words.every((word, ahead) => {
      const { kind, text } = this.peek(ahead);
      return (kind === 'name' || kind === 'sign') && text.toUpperCase() === word.toUpperCase();
    });
  }

  /** Skips the words if they come next. */
  takes(...words: readonly string[]): boolean {
    if (!this.is(...words)) return false;
    this.#at += words.length;
    return true;
  }

  needs(...words: readonly string[]): void {
    if (!this.takes(...words)) this.refuse(`expects ${words.join(' ')}`);
  }

  advance(): Token {
    const token = this.next;
    this.#at += 1;
    return token;
  }

  identifier(): string {
    const token = this.next;
    if (token.kind === 'quoted' || (token.kind === 'name' && !RESERVED.has(token.text.toUpperCase())))
      return this.advance().text;
    return this.refuse('expects a name');
  }

  wholeNumber(): number {
    const sign = this.takes('-') ? -1 : 1;
    const { kind, text } = this.next;
    if (kind !== 'number' || text.includes('.')) this.refuse('expects a whole number');
    this.advance();
    return sign * Number(text);
  }

  /** `item, item, …` */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.takes(',')) items.push(item());
    return items;
  }

  mark(): number {
    return this.#at;
  }

  goTo(mark: number): void {
    this.#at = mark;
  }

  /** Goes to the first of the words outside of parentheses. */
  skipTo(...words: readonly string[]): void {
    for (let depth = 0; ; this.#at += 1) {
      if (this.next.kind === 'end') this.refuse(`expects ${words.join(' or ')}`);
      if (depth === 0 && words.some((word) => this.is(word))) return;
      if (this.is('(')) depth += 1;
      if (this.is(')')) depth -= 1;
    }
  }

  refuse(why: string): never {
    throw new Error(`line ${this.next.line}: ${why}, at '${this.next.text}'`);
  }
}

const RESERVED = new Set(
  `WITH AS SELECT INTO FROM WHERE GROUP BY ORDER HAVING UNION ALL JOIN LEFT INNER CROSS APPLY ON TIMESTAMP OVER AND OR NOT IN IS NULL
   BETWEEN LIKE CASE WHEN THEN ELSE END DISTINCT ASC DESC PARTITION LIMIT`.split(/\s+/),
);
