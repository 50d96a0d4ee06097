import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';

const USAGE = `Usage: tsx tools/take-screenshots.ts [--url http://127.0.0.1:7071] [--out docs/images] [--key KEY] [--only NAME,NAME]

Takes the screenshots of the documentation from a running app. Uses the Chromium in SLUICE_CHROMIUM or /usr/bin.`;

const ROOT = resolve(__dirname, '..');

interface Picture {
  readonly name: string;
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'dark' | 'light';
  /** Selector of an element that exists once the page has its content. */
  readonly shown: string;
  /** Further steps to the content of the picture. */
  readonly then?: (page: Page) => Promise<void>;
}

const WIDE = { width: 1440, height: 900 };

const PICTURES: readonly Picture[] = [
  {
    name: 'monitor-dark',
    hash: '#/pipeline',
    ...WIDE,
    colorScheme: 'dark',
    shown: '.flow.hub:not(.still)',
    then: watch,
  },
  {
    name: 'monitor-light',
    hash: '#/pipeline',
    ...WIDE,
    colorScheme: 'light',
    shown: '.flow.hub:not(.still)',
    then: watch,
  },
  {
    name: 'monitor-phone',
    hash: '#/pipeline',
    width: 390,
    height: 844,
    colorScheme: 'dark' as const,
    shown: '.stage-list .stage',
    then: watch,
  },
  {
    name: 'monitor-partitions',
    hash: '#/partitions',
    ...WIDE,
    colorScheme: 'dark',
    shown: '.partition-table tbody tr',
  },
  {
    name: 'monitor-quarantine',
    hash: '#/quarantine',
    ...WIDE,
    colorScheme: 'light' as const,
    shown: '.record-table tbody tr',
    then: wait('.count-table tbody tr'),
  },
  {
    name: 'monitor-record',
    hash: '#/quarantine?source=iot',
    ...WIDE,
    colorScheme: 'dark' as const,
    shown: '.record-table tbody tr',
    then: follow('.record-table tbody a', '.rejections li'),
  },
  {
    name: 'monitor-refresh',
    hash: '#/refreshes',
    ...WIDE,
    colorScheme: 'light' as const,
    shown: '.refresh-table tbody tr',
    then: follow('.refresh-table tr:has(.good) a', '.model-table tbody tr'),
  },
  {
    name: 'monitor-live',
    hash: '#/windows?view=iot_telemetry',
    ...WIDE,
    colorScheme: 'dark',
    shown: '.chart .line',
  },
  {
    name: 'monitor-gold',
    hash: '#/gold?table=sales_day&split=country',
    ...WIDE,
    colorScheme: 'light',
    shown: '.chart .bar',
  },
];

/** Rates need several updates, and a line chart a few more. */
const LOOKS = 15;

async function watch(page: Page): Promise<void> {
  await page.evaluate(
    `new Promise((resolve) => { let looks = 0; addEventListener('sluice:update', ({ detail }) => { if (detail.kind === 'status' && ++looks === ${LOOKS}) resolve(); }); })`,
  );
}

function wait(selector: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.locator(selector).first().waitFor();
  };
}

function follow(link: string, shown: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.locator(link).first().click();
    await page.locator(shown).first().waitFor();
  };
}

interface TakeOptions {
  readonly browser: Browser;
  readonly url: string;
  readonly out: string;
  readonly key: string | undefined;
}

async function take(picture: Picture, { browser, url, out, key }: TakeOptions): Promise<void> {
  const { name, hash, width, height, colorScheme, shown, then } = picture;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    deviceScaleFactor: 2,
  });
  try {
    if (key !== undefined) {
      await context.addInitScript(`sessionStorage.setItem('sluice.functionKey', ${JSON.stringify(key)})`);
    }
    const page = await context.newPage();
    await page.goto(new URL(`/api/monitor${hash}`, url).href);
    await page.locator(shown).first().waitFor({ state: 'attached' });
    await then?.(page);
    await page.screenshot({ path: join(out, `${name}.png`) });
  } finally {
    await context.close();
  }
}

function findChromium(): string {
  const places = [
    process.env['SLUICE_CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = places.find((place) => place !== undefined && place !== '' && existsSync(place));
  if (found === undefined) throw new Error('Chromium was not found; set SLUICE_CHROMIUM to its path.');
  return found;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:7071' },
      out: { type: 'string', default: join(ROOT, 'docs/images') },
      key: { type: 'string' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const out = resolve(values.out);
  await mkdir(out, { recursive: true });
  const names = values.only?.split(',');
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  let failed = 0;
  try {
    for (const picture of PICTURES.filter(({ name }) => names?.includes(name) ?? true)) {
      try {
        await take(picture, { browser, url: values.url, out, key: values.key });
        console.log(`${picture.name}.png`);
      } catch (error) {
        failed += 1;
        console.error(`${picture.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await browser.close();
  }
  return failed === 0 ? 0 : 1;
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
