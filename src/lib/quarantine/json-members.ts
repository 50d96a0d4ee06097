/** A member of an object in a JSON text, by the positions of its value. */
export interface JsonMember {
  readonly name: string;
  readonly valueStart: number;
  /** Behind the last character. */
  readonly valueEnd: number;
}

/**
 * Finds the members of the object that a JSON text is.
 *
 * @param text valid JSON, an object
 */
export function findMembers(text: string): readonly JsonMember[] {
  const members: JsonMember[] = [];
  let at = skipBlanks(text, text.indexOf('{') + 1);
  while (text[at] === '"') {
    const nameEnd = endOfString(text, at);
    const name = JSON.parse(text.slice(at, nameEnd)) as string;
    const valueStart = skipBlanks(text, text.indexOf(':', nameEnd) + 1);
    const valueEnd = endOfValue(text, valueStart);
    members.push({ name, valueStart, valueEnd });
    at = skipBlanks(text, valueEnd);
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  return members;
}

/**
 * The same text with a member of another value, or with one more member in front. Nothing else is touched: numbers
 * that JavaScript cannot hold, the order of members and blanks stay.
 *
 * @param text valid JSON, an object
 */
export function setMember(text: string, name: string, value: string): string {
  const members = findMembers(text);
  const json = JSON.stringify(value);
  const member = members.find((one) => one.name === name);
  if (member !== undefined) return text.slice(0, member.valueStart) + json + text.slice(member.valueEnd);
  const start = text.indexOf('{') + 1;
  const comma = members.length === 0 ? '' : ',';
  return `${text.slice(0, start)}${JSON.stringify(name)}:${json}${comma}${text.slice(start)}`;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
    } else if (character === '{' || character === '[') {
      depth += 1;
      at += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      at += 1;
    } else if (depth === 0) {
      while (at < text.length && !/[\s,}\]]/.test(text.charAt(at))) at += 1;
    } else {
      at += 1;
    }
  } while (depth > 0);
  return at;
}

/** Behind the quotation mark that closes the string which opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}
