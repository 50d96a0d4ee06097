/**
 * ISO 8601 as in files: a date, or a date and time separated by a space or a T, with or without fraction and
 * offset.
 */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const TOKENS = /yyyy|MM|dd|HH|mm|SSS|ss/g;
const ZONE = /^(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

export interface TimeParser {
  /** A time in RFC 3339, or the problem of the text. */
  parse(text: string): { readonly time: string } | { readonly problem: string };
}

export function isZone(text: string): boolean {
  return ZONE.test(text);
}

export function checkTimeFormat(format: string): boolean {
  if (format === 'unix' || format === 'unix-milliseconds') return true;
  const tokens: readonly string[] = format.match(TOKENS) ?? [];
  return (
    ['yyyy', 'MM', 'dd'].every((token) => tokens.includes(token)) && new Set(tokens).size === tokens.length
  );
}

/**
 * Compiles a converter of times to RFC 3339. The converter keeps the digits and the offset of the file.
 *
 * @param zone offset of times without one
 */
export function createTimeParser({
  format,
  zone,
}: {
  readonly format?: string | undefined;
  readonly zone?: string | undefined;
}): TimeParser {
  if (format === 'unix' || format === 'unix-milliseconds') return unixParser(format === 'unix' ? 1000 : 1);
  const { pattern, order } = format === undefined ? { pattern: ISO, order: undefined } : toPattern(format);
  return {
    parse(text) {
      const match = pattern.exec(text);
      if (match === null)
        return {
          problem:
            format === undefined
              ? 'is not an ISO 8601 time; set "format", such as "dd.MM.yyyy HH:mm"'
              : `does not match "format": ${format}`,
        };
      const part = (token: string, position: number, absent: string): string =>
        match[order === undefined ? position : order.includes(token) ? order.indexOf(token) + 1 : NaN] ??
        absent;
      const [year, month, day] = [part('yyyy', 1, ''), part('MM', 2, ''), part('dd', 3, '')];
      const [hour, minute, second] = [part('HH', 4, '00'), part('mm', 5, '00'), part('ss', 6, '00')];
      const fraction = part('SSS', 7, '');
      const offset = toOffset(order === undefined ? match[8] : undefined) ?? zone;
      if (!exists(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)))
        return { problem: 'is not a valid date and time; correct it in the file' };
      if (offset === undefined) return { problem: 'has no offset; set "zone", such as "Z" or "-08:00"' };
      return {
        time: `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction === '' ? '' : `.${fraction}`}${offset}`,
      };
    },
  };
}

function unixParser(unit: number): TimeParser {
  return {
    parse(text) {
      const time = new Date(text.trim() === '' ? NaN : Number(text) * unit);
      if (Number.isNaN(time.getTime()) || time.getUTCFullYear() > 9999 || time.getUTCFullYear() < 0)
        return { problem: 'is not a Unix time; correct "format"' };
      return { time: time.toISOString() };
    },
  };
}

function toPattern(format: string): { readonly pattern: RegExp; readonly order: readonly string[] } {
  const order: readonly string[] = format.match(TOKENS) ?? [];
  const source = format
    .split(/(yyyy|MM|dd|HH|mm|SSS|ss)/)
    .map((part, index) =>
      index % 2 === 1 ? `(\\d{${part.length}})` : part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
    )
    .join('');
  return { pattern: new RegExp(`^${source}$`), order };
}

/** Formats `Z`, `+0200` and `+02` as offsets of RFC 3339. */
function toOffset(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text.length === 1) return 'Z';
  return `${text.slice(0, 3)}:${text.slice(3).replace(':', '') || '00'}`;
}

function exists(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): boolean {
  if (hour > 23 || minute > 59 || second > 59 || month < 1 || month > 12 || day < 1) return false;
  return day <= (month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
