import { join } from 'node:path';
import { z } from 'zod';
import { lockDirectory, readIfThere, replaceFile, StandInError, syncDirectory } from '../kit';

/** One version of a secret. Times are seconds since 1970. */
const VERSION = z.object({
  /** 32 hexadecimal digits. */
  version: z.string(),
  value: z.string(),
  enabled: z.boolean(),
  created: z.number(),
  updated: z.number(),
  notBefore: z.number().optional(),
  expires: z.number().optional(),
  contentType: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

const SECRET = z.object({
  /** As written when the secret was made; names ignore case. */
  name: z.string(),
  /** At least one, the newest last. */
  versions: z.array(VERSION).min(1),
  /** Set if the secret is deleted, until it is recovered or purged. */
  deleted: z.object({ on: z.number(), purgedOn: z.number() }).optional(),
});

const FILE = z.object({ format: z.literal(1), secrets: z.array(SECRET) });

export type SecretVersion = Readonly<z.infer<typeof VERSION>>;
export type Secret = Readonly<z.infer<typeof SECRET>>;

/** The secrets of a vault. A change is on the disk before its caller gets an answer. */
export class SecretStore {
  readonly #directory: string | undefined;
  readonly #unlock: () => void;
  /** By name in lower case. */
  #secrets: ReadonlyMap<string, Secret>;

  private constructor(directory: string | undefined, secrets: readonly Secret[], unlock: () => void) {
    this.#directory = directory;
    this.#unlock = unlock;
    this.#secrets = new Map(secrets.map((secret) => [toKey(secret.name), secret]));
  }

  /**
   * @param directory undefined keeps the secrets in memory only
   * @throws StandInError `corrupt` for a damaged file, `start_failed` if another process uses the directory
   */
  static open(directory: string | undefined): SecretStore {
    if (directory === undefined) return new SecretStore(undefined, [], () => undefined);
    const unlock = lockDirectory(directory);
    try {
      return new SecretStore(directory, readSecrets(toFile(directory)), unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** A secret that is not purged, whether it is deleted or not. */
  find(name: string, now: number): Secret | undefined {
    const secret = this.#secrets.get(toKey(name));
    return secret !== undefined && isKept(secret, now) ? secret : undefined;
  }

  /** Secrets that are not purged, in the order of their names in lower case. */
  list(now: number): readonly Secret[] {
    return [...this.#secrets.values()]
      .filter((secret) => isKept(secret, now))
      .sort((left, right) => (toKey(left.name) < toKey(right.name) ? -1 : 1));
  }

  put(secret: Secret): void {
    this.#replace(new Map([...this.#secrets, [toKey(secret.name), secret]]));
  }

  remove(name: string): void {
    const rest = new Map(this.#secrets);
    rest.delete(toKey(name));
    this.#replace(rest);
  }

  close(): void {
    this.#unlock();
  }

  /** Keeps the old secrets if they cannot be written. Only the owner of the file can read it. */
  #replace(secrets: ReadonlyMap<string, Secret>): void {
    if (this.#directory !== undefined) {
      const text = JSON.stringify({ format: 1, secrets: [...secrets.values()] }, undefined, 2);
      replaceFile(toFile(this.#directory), `${text}\n`, { fsync: true, mode: 0o600 });
      syncDirectory(this.#directory);
    }
    this.#secrets = secrets;
  }
}

function readSecrets(file: string): readonly Secret[] {
  const text = readIfThere(file);
  if (text === undefined) return [];
  try {
    return FILE.parse(JSON.parse(text)).secrets;
  } catch (error) {
    throw new StandInError(
      'corrupt',
      `${file} is damaged, or another version wrote it: restore the file, or delete it to start with an empty vault`,
      error,
    );
  }
}

function isKept({ deleted }: Secret, now: number): boolean {
  return deleted === undefined || now < deleted.purgedOn;
}

function toFile(directory: string): string {
  return join(directory, 'secrets.json');
}

function toKey(name: string): string {
  return name.toLowerCase();
}
