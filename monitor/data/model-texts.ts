/** The asset `models.json`, as tools/monitor/write-model-texts.ts writes it: the models of this version of the app. */
export interface ModelTexts {
  readonly tasks: readonly TaskText[];
  readonly models: readonly ModelText[];
}

export interface TaskText {
  readonly name: string;
  /** Names of the tasks that end before it begins. */
  readonly after: readonly string[];
}

export interface ModelText {
  /** `<layer>.<table>` */
  readonly model: string;
  /** The task of the refresh job that computes it. */
  readonly task: string | null;
  /** `view` stores no rows. */
  readonly strategy: 'append' | 'merge' | 'replace' | 'full' | 'view';
  readonly description: string;
  /** Models that it reads. */
  readonly reads: readonly string[];
  readonly sql: string;
}
