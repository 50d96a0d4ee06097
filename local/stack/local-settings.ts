import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { StandInError } from '../kit';

type Settings = Readonly<Record<string, string>>;

/**
 * The file local.settings.json, which Core Tools read, with two fields that record which tool wrote which
 * setting.
 */
interface LocalSettingsFile {
  readonly IsEncrypted?: boolean;
  readonly Values?: Settings;
  /** Names of the settings that `npm start -- --no-app` wrote. */
  readonly setByNpmStart?: readonly string[];
  /** The azd environment whose hook wrote the file, and will write it again. */
  readonly azdEnvironment?: string;
}

export interface LocalSettingsChange {
  /** `merged`: a file of another origin was there. */
  readonly kind: 'written' | 'updated' | 'merged' | 'unchanged';
  /** Settings whose value changed. */
  readonly changed: readonly string[];
  /** Settings that were removed, because they contradict others or are no longer set. */
  readonly removed: readonly string[];
  /** Settings that a person added; they are unchanged. */
  readonly kept: readonly string[];
  /** Path of the backup of a file of another origin. */
  readonly backup: string | undefined;
}

export interface WriteLocalSettingsOptions {
  /** Path in the app's folder. */
  readonly path: string;
  /** All settings that the app needs to reach the running services. */
  readonly settings: Settings;
  readonly backupDirectory: string;
  /** Part of the backup's name. */
  readonly now: Date;
}

/** An identity's endpoint beside a connection string: the app refuses to guess which one to use. */
const IDENTITY_CONNECTION = /^(EventHubs|Lake|Tables|AzureWebJobsStorage)__/;

/**
 * Writes a complete local.settings.json, so that `func start` runs the app over the local services.
 *
 * Settings of the services replace existing ones; settings that a person added remain. A file of another
 * origin is backed up before it is changed.
 *
 * @throws StandInError `option_invalid` if the existing file cannot be read
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
 * Returns the settings that a person added to local.settings.json, without those of azd's hook or of `npm
 * start -- --no-app`. The local host uses them, too.
 *
 * @throws StandInError `option_invalid` if the file cannot be read
 */
export function readAddedSettings(path: string): Settings {
  const file = readFile(path);
  return toAdded(file, {});
}

/** Returns the azd environment whose deployment local.settings.json names; undefined if it names none. */
export function readAzdEnvironment(path: string): string | undefined {
  return readFile(path)?.azdEnvironment;
}

/** Describes the change for the user. */
export function toNotice(path: string, change: LocalSettingsChange): string {
  const name = basename(path);
  const parts = (['changed', 'removed', 'kept'] as const).flatMap((what) =>
    change[what].length === 0 ? [] : [`${what}: ${change[what].join(', ')}`],
  );
  const details = parts.length === 0 ? '' : ` ${parts.join('; ')}.`;
  switch (change.kind) {
    case 'written':
      return `Wrote ${name}: \`func start\` runs the app over these services.`;
    case 'unchanged':
      return `${name} already has the settings of these services.`;
    case 'updated':
      return `Updated ${name}.${details}`;
    case 'merged':
      return `Changed ${name}, which npm start had not written, to use these services.${details} Backup of the original: ${change.backup ?? ''}`;
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

/** Replaces the file in one step. Only its owner can read it, because it holds keys. */
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
    throw refuse('is not JSON: correct it, or remove it', cause);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw refuse('must hold a JSON object: correct it, or remove it');
  const file = content as LocalSettingsFile;
  if (file.IsEncrypted === true) throw refuse('is encrypted: run `func settings decrypt`');
  for (const [name, value] of Object.entries<unknown>(file.Values ?? {})) {
    if (typeof value !== 'string') throw refuse(`has a Values.${name} that is not a string: quote it`);
  }
  return file;
}
