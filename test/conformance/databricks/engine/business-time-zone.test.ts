import {
  agreeOnTimeZone,
  readTimeZone,
  ZONE_FILE,
} from '../../../../lakehouse/engines/duckdb/business-time-zone';
import { Session } from '../../../../lakehouse/engines/duckdb/session';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

/** A lake that contains only the note. */
function lakeWith(note?: string) {
  const files = new Map<string, Buffer>();
  if (note !== undefined) files.set(`gold/${ZONE_FILE}`, Buffer.from(note));
  return {
    files,
    read: (container: string, path: string) => Promise.resolve(files.get(`${container}/${path}`)),
    async *list(container: string, prefix: string) {
      for (const path of files.keys())
        if (path.startsWith(`${container}/${prefix}`))
          yield Promise.resolve({
            path: path.slice(container.length + 1),
            size: 0,
            lastModified: new Date(0),
          });
    },
    put: (container: string, path: string, body: Buffer) => {
      files.set(`${container}/${path}`, body);
      return Promise.resolve();
    },
  };
}

describe('BUSINESS_TIME_ZONE', () => {
  it.each([
    [undefined, 'UTC'],
    ['', 'UTC'],
    ['UTC', 'UTC'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ])('of %s is %s', (setting, zone) => {
    expect(readTimeZone(setting)).toBe(zone);
  });

  it.each(['Europe/Atlantis', 'CET', '+02:00', 'Europe', "Europe/Berlin'", 'europe/berlin'])(
    'of %s is refused with the setting and the remedy',
    (setting) => {
      expect(() => readTimeZone(setting)).toThrow(
        `BUSINESS_TIME_ZONE: '${setting}' is not a time zone; name UTC, or one of the IANA database`,
      );
    },
  );

  it('is stored by the first refresh and the same in every later one', async () => {
    const lake = lakeWith();
    await agreeOnTimeZone(lake, 'Europe/Berlin');
    expect(lake.files.get(`gold/${ZONE_FILE}`)?.toString()).toBe('{"timeZone":"Europe/Berlin"}\n');
    await agreeOnTimeZone(lake, 'Europe/Berlin');
    await expect(agreeOnTimeZone(lake, 'UTC')).rejects.toThrow(
      'BUSINESS_TIME_ZONE is UTC, and the days of Gold are of Europe/Berlin',
    );
  });

  it('is UTC in a lake whose refreshes have stored none', async () => {
    const lake = lakeWith();
    lake.files.set('gold/dim_date/_delta_log/00000000000000000042.json', Buffer.from('{}'));
    await expect(agreeOnTimeZone(lake, 'Europe/Berlin')).rejects.toThrow('the days of Gold are of UTC');
    await agreeOnTimeZone(lake, 'UTC');
    expect(lake.files.get(`gold/${ZONE_FILE}`)?.toString()).toBe('{"timeZone":"UTC"}\n');
  });

  it.each(['no JSON', '{}', '[]', '{"timeZone":1}', 'null'])(
    'is refused with the stored note %s',
    async (note) => {
      await expect(agreeOnTimeZone(lakeWith(note), 'UTC')).rejects.toMatchObject({
        code: 'corrupt',
      });
    },
  );
});

it.each([
  ['UTC', '2026-03-28 23:00:00Z', '2026-03-28'],
  ['Europe/Berlin', '2026-03-28 22:59:59.999Z', '2026-03-28'],
  ['Europe/Berlin', '2026-03-28 23:00:00Z', '2026-03-29'],
  ['Europe/Berlin', '2026-03-29 21:59:59Z', '2026-03-29'],
  ['Europe/Berlin', '2026-03-29 22:00:00Z', '2026-03-30'],
  ['Europe/Berlin', '2026-10-25 22:59:59Z', '2026-10-25'],
  ['Pacific/Auckland', '2026-06-01 12:00:00Z', '2026-06-02'],
  ['America/Los_Angeles', '2026-06-01 06:59:59Z', '2026-05-31'],
  // The calendar ends here: a zone must not move a day beyond it.
  ['Europe/Berlin', '9999-12-31 23:30:00Z', '9999-12-31'],
  ['America/Los_Angeles', '0001-01-01 00:30:00Z', '0001-01-01'],
])('reads the day in %s of %s as %s', async (businessTimeZone, instant, day) => {
  const directory = await temporaryDirectory();
  const session = await Session.open({ temporaryDirectory: directory.path, threads: 1, businessTimeZone });
  try {
    expect(await session.rows(`SELECT business_date(TIMESTAMPTZ '${instant}') AS day`)).toEqual([{ day }]);
  } finally {
    session.close();
    await directory.remove();
  }
});
