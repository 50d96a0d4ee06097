/** The output of a command. On a terminal it redraws one block in place; elsewhere it appends lines. */
export class Screen {
  readonly #output: NodeJS.WriteStream;
  #drawn = 0;

  constructor(output: NodeJS.WriteStream = process.stdout) {
    this.#output = output;
  }

  get isTerminal(): boolean {
    return this.#output.isTTY;
  }

  /** Prints a permanent line. On a terminal the line appears above the redrawn block. */
  print(line: string): void {
    this.#clear();
    this.#output.write(`${line}\n`);
  }

  /** Replaces the previous block. */
  draw(lines: readonly string[]): void {
    this.#clear();
    this.#output.write(`${lines.join('\n')}\n`);
    if (this.isTerminal) this.#drawn = lines.length;
  }

  /** Makes the last block permanent. */
  settle(): void {
    this.#drawn = 0;
  }

  #clear(): void {
    if (this.#drawn === 0) return;
    // Moves the cursor to the start of the block and erases everything below (ECMA-48 CPL and ED).
    this.#output.write(`\u001b[${this.#drawn}F\u001b[J`);
    this.#drawn = 0;
  }
}
