import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { StandInError } from '../kit';

type Settings = Readonly<Record<string, string>>;

/** local.settings.json: what Core Tools read, and how it tells who wrote what. */
interface LocalSettingsFile {
  readonly IsEncrypted?: boolean;
  readonly Values?: Settings;
  /** Names of the settings that `npm start -- --no-app` wrote. */
  readonly setByNpmStart?: readonly string[];
  /** The file is that of a deployment: a hook of azd wrote it, and writes it again. */
  readonly azdEnvironment?: string;
}

export interface LocalSettingsChange {
  /** `merged`: there was a file that came from elsewhere. */
  readonly kind: 'written' | 'updated' | 'merged' | 'unchanged';
  /** Settings that had another value. */
  readonly changed: readonly string[];
  /** Settings that are gone: they would contradict the others, or nothing sets them any more. */
  readonly removed: readonly string[];
  /** Settings that somebody added, left as they are. */
  readonly kept: readonly string[];
  /** Where a file that came from elsewhere is kept as it was. */
  readonly backup: string | undefined;
}

export interface WriteLocalSettingsOptions {
  /** Of the app's folder. */
  readonly path: string;
  /** All that the app needs to reach the services that run now. */
  readonly settings: Settings;
  readonly backupDirectory: string;
  /** For the name of a backup. */
  readonly now: Date;
}

/** An identity's endpoint beside a connection string: the app refuses to guess which of the two is meant. */
const IDENTITY_CONNECTION = /^(EventHubs|Lake|Tables|AzureWebJobsStorage)__/;

/**
 * Writes a complete local.settings.json, so that `func start` runs the app over the local services.
 *
 * A setting that the services decide wins; one that somebody added stays. A file that came from elsewhere is copied
 * aside before anything in it changes.
 *
 * @throws StandInError `option_invalid` where the file that is there cannot be read
 */
export function writeLocalSettings(options: WriteLocalSettingsOptions): LocalSettingsChange {
  const { path, settings, backupDirectory, now } = options;
  const before = readFile(path);
  const old = before?.Values ?? {};
  const added = toAdded(before, settings);
  const { azdEnvironment, setByNpmStart, ...rest } = before ?? {};
  const after = {
    ...rest,
    IsEncrypted: false,
    setByNpmStart: Object.keys(settings),
    Values: { ...settings, ...added },
  };
  const changes = {
    changed: Object.keys(settings).filter((name) => name in old && old[name] !== settings[name]),
    removed: Object.keys(old).filter((name) => !(name in after.Values)),
    kept: Object.keys(added),
    backup: undefined,
  };
  if (isDeepStrictEqual(after, before)) return { kind: 'unchanged', ...changes };
  const isOurs = setByNpmStart !== undefined && azdEnvironment === undefined;
  const backup = before === undefined || isOurs ? undefined : keepAside(path, backupDirectory, now);
  replaceFile(path, after);
  const kind = before === undefined ? 'written' : isOurs ? 'updated' : 'merged';
  return { kind, ...changes, backup };
}

/**
 * What somebody added to local.settings.json, without what a hook of azd or `npm start -- --no-app` wrote: it holds for
 * the local host too.
 *
 * @throws StandInError `option_invalid` where the file cannot be read
 */
export function readAddedSettings(path: string): Settings {
  const file = readFile(path);
  return toAdded(file, {});
}

/** The azd environment whose deployment local.settings.json names; undefined where it names none. */
export function readAzdEnvironment(path: string): string | undefined {
  return readFile(path)?.azdEnvironment;
}

/** What a person should know about it. */
export function toNotice(path: string, change: LocalSettingsChange): string {
  const name = basename(path);
  const parts = (['changed', 'removed', 'kept'] as const).flatMap((what) =>
    change[what].length === 0 ? [] : [`${what}: ${change[what].join(', ')}`],
  );
  const details = parts.length === 0 ? '' : ` ${parts.join('; ')}.`;
  switch (change.kind) {
    case 'written':
      return `${name} is written: \`func start\` runs the app over these services.`;
    case 'unchanged':
      return `${name} fits these services already.`;
    case 'updated':
      return `${name} is brought up to date.${details}`;
    case 'merged':
      return `${name} came from elsewhere and now names these services.${details} As it was: ${change.backup ?? ''}`;
  }
}

function toAdded(file: LocalSettingsFile | undefined, settings: Settings): Settings {
  if (file?.azdEnvironment !== undefined) return {};
  const ours = new Set([...(file?.setByNpmStart ?? []), ...Object.keys(settings)]);
  return Object.fromEntries(
    Object.entries(file?.Values ?? {}).filter(([name]) => !ours.has(name) && !IDENTITY_CONNECTION.test(name)),
  );
}

function keepAside(path: string, directory: string, now: Date): string {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const backup = join(directory, `local.settings.${stamp}.json`);
  copyFileSync(path, backup);
  return backup;
}

/** In one step; it holds keys, so nobody else may read it. */
function replaceFile(path: string, content: object): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, path);
}

function readFile(path: string): LocalSettingsFile | undefined {
  if (!existsSync(path)) return undefined;
  const refuse = (problem: string, cause?: unknown): StandInError =>
    new StandInError('option_invalid', `${path} ${problem}`, cause);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw refuse('is not JSON: correct it, or move it away', cause);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw refuse('must hold a JSON object: correct it, or move it away');
  const file = content as LocalSettingsFile;
  if (file.IsEncrypted === true) throw refuse('is encrypted: run `func settings decrypt`');
  for (const [name, value] of Object.entries<unknown>(file.Values ?? {})) {
    if (typeof value !== 'string') throw refuse(`: Values.${name} must be a string`);
  }
  return file;
}
