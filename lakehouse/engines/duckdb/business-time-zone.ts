import { LakehouseError } from './lakehouse-error';
import { type LakeFiles } from './lake/lake-files';

/** The environment variable that names the zone; the bundle sets it from its variable `business_time_zone`. */
export const SETTING = 'BUSINESS_TIME_ZONE';

export const UTC = 'UTC';

/** Where the lake remembers whose days Gold is in, in the container `gold`. The Python runner reads the same file. */
export const ZONE_FILE = '_settings/business-time-zone.json';

/** `Area/City` of the IANA database. Abbreviations and offsets are left out: the engines read some of them differently. */
const AREA = /^[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+$/;

/**
 * The zone that a setting names; UTC where it is missing or empty.
 *
 * @throws LakehouseError `option_invalid` for a text that is no time zone
 */
export function readTimeZone(setting: string | undefined): string {
  if (setting === undefined || setting === '' || setting === UTC) return UTC;
  if (AREA.test(setting) && isKnown(setting)) return setting;
  throw new LakehouseError(
    'option_invalid',
    `${SETTING}: '${setting}' is no time zone; name UTC, or one of the IANA database such as Europe/Berlin`,
  );
}

/** Without regard to case, as `Intl` takes names; DuckDB does too. */
function isKnown(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Sees to it that Gold has days of one zone only: the first refresh notes the zone in the lake, and a later one with
 * another zone is refused. A lake with a calendar and no note is from a time when there was only UTC.
 *
 * @throws LakehouseError `option_invalid` where the lake's days are of another zone, `corrupt` for an unreadable note
 */
export async function agreeOnTimeZone(
  lake: Pick<LakeFiles, 'read' | 'put' | 'list'>,
  zone: string,
): Promise<void> {
  const note = await lake.read('gold', ZONE_FILE);
  const noted =
    note === undefined ? ((await hasCalendar(lake)) ? UTC : zone) : readNote(note.toString('utf8'));
  if (noted !== zone)
    throw new LakehouseError(
      'option_invalid',
      `${SETTING} is ${zone}, and the days of Gold are of ${noted}: set it back, or remove the tables of Gold and ` +
        `gold/${ZONE_FILE}, and the next refresh makes them anew`,
    );
  if (note === undefined)
    await lake.put('gold', ZONE_FILE, Buffer.from(`${JSON.stringify({ timeZone: zone })}\n`));
}

/** Every refresh makes the calendar, and every table with business days is younger. */
async function hasCalendar(lake: Pick<LakeFiles, 'list'>): Promise<boolean> {
  for await (const { path } of lake.list('gold', 'dim_date/')) return path !== '';
  return false;
}

function readNote(text: string): string {
  let note: unknown;
  try {
    note = JSON.parse(text);
  } catch (error) {
    throw new LakehouseError('corrupt', `gold/${ZONE_FILE} is no JSON`, error);
  }
  if (typeof note === 'object' && note !== null && 'timeZone' in note && typeof note.timeZone === 'string')
    return note.timeZone;
  throw new LakehouseError('corrupt', `gold/${ZONE_FILE} names no timeZone`);
}
