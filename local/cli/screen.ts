/** Where a command writes: redraws a block in place on a terminal, and appends lines everywhere else. */
export class Screen {
  readonly #output: NodeJS.WriteStream;
  #drawn = 0;

  constructor(output: NodeJS.WriteStream = process.stdout) {
    this.#output = output;
  }

  get isTerminal(): boolean {
    return this.#output.isTTY;
  }

  /** A line that stays. On a terminal it goes above the block that is redrawn. */
  print(line: string): void {
    this.#clear();
    this.#output.write(`${line}\n`);
  }

  /** Replaces the block drawn before. */
  draw(lines: readonly string[]): void {
    this.#clear();
    this.#output.write(`${lines.join('\n')}\n`);
    if (this.isTerminal) this.#drawn = lines.length;
  }

  /** Leaves the last block where it is. */
  settle(): void {
    this.#drawn = 0;
  }

  #clear(): void {
    if (this.#drawn === 0) return;
    // Cursor to the start of the block, and everything below it erased (ECMA-48 CPL and ED).
    this.#output.write(`\u001b[${this.#drawn}F\u001b[J`);
    this.#drawn = 0;
  }
}
