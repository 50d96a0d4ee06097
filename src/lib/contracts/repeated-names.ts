/**
 * Finds a name that stands twice in one object of a JSON text. `JSON.parse` takes the last of them and says nothing,
 * other readers take the first, and DuckDB refuses the whole file; so what was judged would not be what is read
 * (RFC 8259, section 4; RFC 7493, section 2.3, forbids it).
 *
 * @param text valid JSON.
 */
export function findRepeatedName(text: string): string | undefined {
  /** The names so far of each open object; `undefined` for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let nameComes = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charAt(at)) {
      case '{':
        open.push(new Set());
        nameComes = true;
        break;
      case '[':
        open.push(undefined);
        nameComes = false;
        break;
      case '}':
      case ']':
        open.pop();
        nameComes = false;
        break;
      case ',':
        nameComes = open.at(-1) !== undefined;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (nameComes) {
          const name = JSON.parse(text.slice(at, end + 1)) as string;
          const names = open.at(-1);
          if (names?.has(name)) return name;
          names?.add(name);
          nameComes = false;
        }
        at = end;
        break;
      }
      default:
    }
  }
  return undefined;
}

/** The index of the quotation mark that closes the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** Four bytes, each the code of a quotation mark. */
const QUOTES = 0x22222222;
const LOW_BITS = 0x7f7f7f7f;
const LANES = 0x01010101;
/** Words after which a lane of eight bits is full, rounded down to whole rounds of the loop. */
const LANE_CAPACITY = 252;
const SCRATCH_BYTES = 4096;

/** A place for aligned copies: overwritten before each use, so it is no state. One for all lets the loop be tight. */
const words = new Int32Array(SCRATCH_BYTES / 4);
const bytes = new Uint8Array(words.buffer);

/**
 * Counts the quotation marks of a text. In JSON without an escaped one, their number tells whether a name is repeated:
 * a parsed value has fewer names and strings than its text as soon as one was overwritten.
 *
 * Four bytes are compared at a time, which costs a tenth of the parse; one by one would cost a third.
 */
export function countQuotes(text: Uint8Array): number {
  if (text.length <= SCRATCH_BYTES) return countQuotesOfChunk(text);
  let quotes = 0;
  for (let at = 0; at < text.length; at += SCRATCH_BYTES) {
    quotes += countQuotesOfChunk(text.subarray(at, at + SCRATCH_BYTES));
  }
  return quotes;
}

function countQuotesOfChunk(chunk: Uint8Array): number {
  const { length } = chunk;
  const count = ((length + 15) >> 2) & ~3;
  bytes.set(chunk);
  for (let at = length; at < count * 4; at++) bytes[at] = 0;
  let others = 0;
  for (let at = 0; at < count;) {
    const end = Math.min(count, at + LANE_CAPACITY);
    let lanes = 0;
    for (; at < end; at += 4) {
      lanes = (lanes + othersIn(at) + othersIn(at + 1) + othersIn(at + 2) + othersIn(at + 3)) | 0;
    }
    others += (lanes & 0xff) + ((lanes >>> 8) & 0xff) + ((lanes >>> 16) & 0xff) + (lanes >>> 24);
  }
  return count * 4 - others;
}

/** 1 in the lane of each byte of a word that is not a quotation mark. */
function othersIn(at: number): number {
  const word = (words[at] ?? 0) ^ QUOTES;
  return ((((word & LOW_BITS) + LOW_BITS) | word) >>> 7) & LANES;
}
