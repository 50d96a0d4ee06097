/** An expression as a tree. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly kind: 'member';
      readonly of: Expression;
      readonly name: Expression;
      readonly optional: boolean;
    };

/** The text is not an expression. */
export class ExpressionSyntaxError extends Error {
  override readonly name = 'ExpressionSyntaxError';
}

/**
 * Parses one expression of Data Factory's language, without the leading `@`
 * (https://learn.microsoft.com/azure/data-factory/control-flow-expression-language-functions). Supported are
 * literals, calls, and members by `.name`, `[index]` and their forms with `?`.
 *
 * @param from position of the expression
 * @returns the tree, and the end position
 * @throws ExpressionSyntaxError
 */
export function parseExpression(text: string, from = 0): { expression: Expression; end: number } {
  const reader = new Reader(text, from);
  const expression = readExpression(reader);
  reader.skipSpace();
  return { expression, end: reader.at };
}

class Reader {
  constructor(
    readonly text: string,
    public at: number,
  ) {}

  skipSpace(): void {
    while (/\s/.test(this.text.charAt(this.at))) this.at += 1;
  }

  /** Consumes the token if it is next. */
  take(token: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw this.error(`"${token}" is missing`);
  }

  match(pattern: RegExp): string | undefined {
    this.skipSpace();
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  error(reason: string): ExpressionSyntaxError {
    return new ExpressionSyntaxError(`${reason} at character ${this.at + 1}`);
  }
}

function readExpression(reader: Reader): Expression {
  let expression = readPrimary(reader);
  for (;;) {
    const optional = reader.take('?');
    if (reader.take('.')) {
      const name = reader.match(/[A-Za-z_]\w*/);
      if (name === undefined) throw reader.error('a property name is missing');
      expression = { kind: 'member', of: expression, name: { kind: 'literal', value: name }, optional };
    } else if (reader.take('[')) {
      const name = readExpression(reader);
      reader.expect(']');
      expression = { kind: 'member', of: expression, name, optional };
    } else if (optional) {
      throw reader.error('"." or "[" is missing after "?"');
    } else {
      return expression;
    }
  }
}

function readPrimary(reader: Reader): Expression {
  const text = reader.match(/'(?:[^']|'')*'/);
  if (text !== undefined) return { kind: 'literal', value: text.slice(1, -1).replaceAll("''", "'") };
  const number = reader.match(/-?\d+(?:\.\d+)?/);
  if (number !== undefined) return { kind: 'literal', value: Number(number) };
  const name = reader.match(/[A-Za-z_]\w*/);
  if (name === undefined) throw reader.error('a value is missing');
  if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
  if (name === 'null') return { kind: 'literal', value: null };
  reader.expect('(');
  const args: Expression[] = [];
  if (!reader.take(')')) {
    do args.push(readExpression(reader));
    while (reader.take(','));
    reader.expect(')');
  }
  return { kind: 'call', name, args };
}
