/** An error in a contract file. */
export interface Problem {
  /** The file, relative to the folder of schemas. */
  readonly file: string;
  /** JSON Pointer to the place in the file; `''` is the whole file. */
  readonly pointer: string;
  readonly message: string;
  /** What to change. */
  readonly remedy: string;
}

export function formatProblem({ file, pointer, message, remedy }: Problem): string {
  return `${file}#${pointer}: ${message}; ${remedy}`;
}

/** One step of a JSON Pointer (RFC 6901, section 3). */
export function pointerStep(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
