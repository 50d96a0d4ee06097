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
