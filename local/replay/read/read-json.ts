import { StandInError } from '../../kit';
import { type Input, type InputRow } from './input';
import { type TextFile } from './text-file';

/**
 * Splits a JSON file into records: the elements of an array, or its only object. The text of a record is
 * unchanged except for line breaks between tokens, so that numbers keep their digits.
 */
export function readJson({ pieces, fractionRead, name }: Omit<TextFile, 'lineAt'>): Input {
  return { format: 'json', rows: toRows(pieces, name), fractionRead };
}

async function* toRows(pieces: AsyncIterable<string>, name: string): AsyncGenerator<readonly InputRow[]> {
  const slicer = new Slicer(name);
  let row = 0;
  const number = (texts: readonly string[]): InputRow[] => texts.map((text) => ({ row: ++row, text }));
  for await (const piece of pieces) yield number(slicer.push(piece));
  yield number(slicer.end());
}

/** Characters at which the scan of JSON stops. */
const STRUCTURE = /["{}[\],]/g;
/** The end of a string, or an escape to skip. */
const STRING_END = /["\\]/g;
const LINE_BREAKS = /[\r\n]+/g;

/** Finds the ends of records by depth only; the reader of each record checks its JSON. */
class Slicer {
  readonly #name: string;
  /** Text from the start of the current record. */
  #text = '';
  /** End of the scanned part of `#text`. */
  #at = 0;
  #depth = 0;
  #inString = false;
  #isArray: boolean | undefined;
  #ended = false;

  constructor(name: string) {
    this.#name = name;
  }

  push(piece: string): string[] {
    this.#text += piece;
    const records: string[] = [];
    if (this.#isArray === undefined && !this.#begin()) return records;
    while (this.#step(records));
    return records;
  }

  end(): string[] {
    if (this.#isArray === undefined) throw this.#malformed('it is empty');
    if (this.#isArray && !this.#ended) throw this.#malformed('the array does not close');
    if (this.#isArray) {
      if (this.#text.trim() !== '')
        throw this.#malformed('more text follows the array; if the file is NDJSON, add --format ndjson');
      return [];
    }
    return this.#take(this.#text);
  }

  #begin(): boolean {
    const start = this.#text.search(/\S/);
    if (start === -1) return false;
    this.#isArray = this.#text[start] === '[';
    if (!this.#isArray && this.#text[start] !== '{')
      throw this.#malformed('it starts with neither [ nor {; set its format with --format');
    this.#text = this.#text.slice(start + (this.#isArray ? 1 : 0));
    return true;
  }

  /** Moves to the next relevant character; returns `false` if more text is needed. */
  #step(records: string[]): boolean {
    if (!this.#isArray || this.#ended) return false;
    if (this.#inString) return this.#leaveString();
    STRUCTURE.lastIndex = this.#at;
    const sign = STRUCTURE.exec(this.#text);
    if (sign === null) {
      this.#at = this.#text.length;
      return false;
    }
    this.#at = sign.index + 1;
    if (sign[0] === '"') this.#inString = true;
    else if (sign[0] === '{' || sign[0] === '[') this.#depth += 1;
    else if (this.#depth > 0) this.#depth -= sign[0] === ',' ? 0 : 1;
    else {
      records.push(...this.#take(this.#text.slice(0, sign.index)));
      this.#text = this.#text.slice(this.#at);
      this.#at = 0;
      this.#ended = sign[0] !== ',';
    }
    return true;
  }

  #leaveString(): boolean {
    STRING_END.lastIndex = this.#at;
    const sign = STRING_END.exec(this.#text);
    if (sign === null) {
      this.#at = this.#text.length;
      return false;
    }
    if (sign[0] === '"') {
      this.#at = sign.index + 1;
      this.#inString = false;
      return true;
    }
    // The escaped character may be in the next chunk.
    if (sign.index + 1 === this.#text.length) {
      this.#at = sign.index;
      return false;
    }
    this.#at = sign.index + 2;
    return true;
  }

  #take(text: string): string[] {
    const record = text.trim();
    // A tab is white space between tokens and, like the line break, an error inside a string.
    return record === '' ? [] : [record.replace(LINE_BREAKS, '\t')];
  }

  #malformed(reason: string): StandInError {
    return new StandInError('option_invalid', `${this.#name} is not a JSON file of records: ${reason}`);
  }
}
