/** The newest answers by path, so that a page that was open before shows its content at once. */
export interface KeptAnswers {
  get(path: string): unknown;
  set(path: string, value: unknown): void;
  /** After a refused key: another person may use the page. */
  clear(): void;
}

/** @param limit number of answers; the one that was set longest ago is dropped first. @default 24 */
export function createKeptAnswers(limit = 24): KeptAnswers {
  const answers = new Map<string, unknown>();
  return {
    get: (path) => answers.get(path),
    set: (path, value) => {
      answers.delete(path);
      answers.set(path, value);
      const [oldest] = answers.keys();
      if (answers.size > limit && oldest !== undefined) answers.delete(oldest);
    },
    clear: () => {
      answers.clear();
    },
  };
}
