import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, StandInError } from '../../kit';

/** A semantic model that imports its data: it can be refreshed, but accepts no rows. */
export interface SemanticModel {
  readonly id: string;
  readonly name: string;
}

/** One refresh. Its outcome is determined at its start. */
export interface RefreshEntry {
  readonly requestId: string;
  /** RFC 3339. */
  readonly startTime: string;
  /** RFC 3339; null for a refresh that never ends. */
  readonly endsAt: string | null;
  readonly outcome: 'Completed' | 'Failed';
}

/** Power BI keeps this many, of the last three days. */
const KEPT = 60;

/** Semantic models and their refresh histories, `semantic-models/<id>.json`, newest first. */
export class SemanticModels {
  readonly list: readonly SemanticModel[];
  readonly #directory: string;
  readonly #history = new Map<string, readonly RefreshEntry[]>();

  /** @throws StandInError `corrupt` */
  constructor(dataDirectory: string, list: readonly SemanticModel[]) {
    this.list = list;
    this.#directory = join(dataDirectory, 'semantic-models');
    mkdirSync(this.#directory, { recursive: true });
    for (const { id } of list) this.#history.set(id, readHistory(this.#path(id)));
  }

  find(id: string): SemanticModel | undefined {
    return this.list.find((model) => model.id === id.toLowerCase());
  }

  history({ id }: SemanticModel): readonly RefreshEntry[] {
    return this.#history.get(id) ?? [];
  }

  add(model: SemanticModel, entry: Omit<RefreshEntry, 'requestId'>): RefreshEntry {
    const added = { requestId: randomUUID(), ...entry };
    const history = [added, ...this.history(model)].slice(0, KEPT);
    replaceFile(this.#path(model.id), JSON.stringify(history));
    this.#history.set(model.id, history);
    return added;
  }

  #path(id: string): string {
    return join(this.#directory, `${id}.json`);
  }
}

/** Returns whether the refresh has ended at this time. */
export function hasEnded({ endsAt }: RefreshEntry, now: Date): boolean {
  return endsAt !== null && Date.parse(endsAt) <= now.getTime();
}

function readHistory(path: string): readonly RefreshEntry[] {
  if (!existsSync(path)) return [];
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as readonly RefreshEntry[];
  } catch (error) {
    throw new StandInError('corrupt', `${path} cannot be read`, error);
  }
}
