import { LakehouseError } from './lakehouse-error';
import { type LakeFiles } from './lake/lake-files';

/**
 * The environment variable with the zone. The Databricks bundle sets it from its variable
 * `business_time_zone`.
 */
export const SETTING = 'BUSINESS_TIME_ZONE';

export const UTC = 'UTC';

/**
 * The file in the container `gold` that records the business time zone. The Spark engine reads the same file.
 */
export const ZONE_FILE = '_settings/business-time-zone.json';

/**
 * `Area/City` of the IANA database. Abbreviations and offsets are refused: the engines read some of them
 * differently.
 */
const AREA = /^[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+$/;

/**
 * Returns the time zone of a setting; UTC if the setting is missing or empty.
 *
 * @throws LakehouseError `option_invalid` for a text that is not a time zone
 */
export function readTimeZone(setting: string | undefined): string {
  if (setting === undefined || setting === '' || setting === UTC) return UTC;
  if (AREA.test(setting) && isKnown(setting)) return setting;
  throw new LakehouseError(
    'option_invalid',
    `${SETTING}: '${setting}' is not a time zone; name UTC, or one of the IANA database such as Europe/Berlin`,
  );
}

/** `Intl` and DuckDB both ignore case in names of zones. */
function isKnown(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Ensures that all days of Gold are in one time zone. The first refresh records the zone in the lake; a
 * refresh with another zone is refused. A lake that has a calendar and no recorded zone was made before zones
 * existed: its days are UTC.
 *
 * @throws LakehouseError `option_invalid` if the lake's days are in another zone, `corrupt` for an unreadable
 * record
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
      `${SETTING} is ${zone}, and the days of Gold are of ${noted}. Set it back, or remove the tables of Gold and ` +
        `gold/${ZONE_FILE}, and the next refresh rebuilds them`,
    );
  if (note === undefined)
    await lake.put('gold', ZONE_FILE, Buffer.from(`${JSON.stringify({ timeZone: zone })}\n`));
}

/** Every refresh writes the calendar, so every table with business days is newer than it. */
async function hasCalendar(lake: Pick<LakeFiles, 'list'>): Promise<boolean> {
  for await (const { path } of lake.list('gold', 'dim_date/')) return path !== '';
  return false;
}

function readNote(text: string): string {
  let note: unknown;
  try {
    note = JSON.parse(text);
  } catch (error) {
    throw new LakehouseError('corrupt', `gold/${ZONE_FILE} is not JSON`, error);
  }
  if (typeof note === 'object' && note !== null && 'timeZone' in note && typeof note.timeZone === 'string')
    return note.timeZone;
  throw new LakehouseError('corrupt', `gold/${ZONE_FILE} names no timeZone`);
}
