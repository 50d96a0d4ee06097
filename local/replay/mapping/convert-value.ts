import { isJsonNumber, isPlainNumber, multiply, parseDecimal, round, toNumberText, trim } from './decimal';
import { type FieldMapping } from './field-mapping';
import { createTimeParser } from './time';

/** The value as JSON text, or the problem and its remedy. */
export type Converted = { readonly json: string } | { readonly problem: string };

const TRUE = new Set(['true', 't', 'yes', 'y', '1']);
const FALSE = new Set(['false', 'f', 'no', 'n', '0']);

/** Compiles the format options of a field. */
export function createConverter(field: FieldMapping): (text: string) => Converted {
  switch (field.as) {
    case undefined:
    case 'text':
      return (text) => ({ json: JSON.stringify(text) });
    case 'integer':
    case 'number':
    case 'decimal':
      return createNumberConverter(field);
    case 'boolean':
      return (text) => {
        const word = text.trim().toLowerCase();
        if (TRUE.has(word)) return { json: 'true' };
        if (FALSE.has(word)) return { json: 'false' };
        return { problem: 'is neither true nor false (true, yes, 1; false, no, 0); correct it in the file' };
      };
    case 'time': {
      const parser = createTimeParser(field);
      return (text) => {
        const parsed = parser.parse(text.trim());
        return 'time' in parsed ? { json: `"${parsed.time}"` } : parsed;
      };
    }
  }
}

/** Numbers are never converted to binary floating point, so that the record keeps the digits of the file. */
function createNumberConverter({
  as,
  scale,
  digits,
  decimalMark,
}: FieldMapping): (text: string) => Converted {
  const write = (number: string): Converted => ({ json: as === 'decimal' ? `"${number}"` : number });
  return (given) => {
    const text = decimalMark === undefined ? given.trim() : ungroup(given, decimalMark);
    if (
      scale === undefined &&
      digits === undefined &&
      (as === 'number' ? isJsonNumber(text) : isPlainNumber(text)) &&
      (as !== 'integer' || !text.includes('.'))
    )
      return write(text);
    const parsed = parseDecimal(text);
    if (parsed === undefined)
      return {
        problem: 'is not a number; list texts that mean "no value" in "missing", or set "decimalMark"',
      };
    const scaled = scale === undefined ? parsed : trim(multiply(parsed, scale));
    const rounded = digits === undefined ? scaled : round(scaled, digits);
    const number = as === 'integer' ? trim(rounded) : rounded;
    if (as === 'integer' && number.places > 0)
      return { problem: 'is not a whole number; set "as" to "number", or round with "digits": 0' };
    return write(toNumberText(number));
  };
}

function ungroup(text: string, decimalMark: '.' | ','): string {
  const plain = text.replace(/[\s'’]/g, '');
  return decimalMark === ',' ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(',', '');
}
