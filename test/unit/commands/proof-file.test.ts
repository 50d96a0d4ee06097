import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProofFile } from '../../../src/commands/proof-file';
import { ProgressLine } from '../../../src/commands/progress-line';
import { SlotTally } from '../../../src/lib/landing/slot-tally';
import { PARTITION } from '../../testing/fixtures/events';

const PROOF = { objects: 0, digest: '', counts: new SlotTally().counts };

describe('ProofFile', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-proofs-'));
    path = join(folder, 'proved-slots.json');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('keeps proofs for the next process, and leaves no temporary file', () => {
    expect(new ProofFile(path).read(PARTITION)).toBeUndefined();
    new ProofFile(path).write(PARTITION, PROOF);
    expect(new ProofFile(path).read(PARTITION)).toEqual(PROOF);
    expect(new ProofFile(path).read({ ...PARTITION, partition: 4 })).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['proved-slots.json']);
  });

  it.each(['{', '{"format":2,"partitions":{}}', '{"format":1,"partitions":{"a":{"objects":-1}}}'])(
    'refuses %s, and names the file and the remedy',
    (text) => {
      writeFileSync(path, text);
      expect(() => new ProofFile(path)).toThrow(
        `${path} is not a file of earlier proofs; delete it, and all slots are read again`,
      );
    },
  );
});

describe('ProgressLine', () => {
  function scene(terminal: { readonly isTTY?: boolean; readonly columns?: number }) {
    const written: string[] = [];
    const clock = { now: 0 };
    const line = new ProgressLine(
      { ...terminal, write: (text: string) => written.push(text) },
      () => clock.now,
    );
    return { written, clock, line };
  }

  it('changes one line of a terminal, at most ten times a second and never wider than it', () => {
    const { written, clock, line } = scene({ isTTY: true, columns: 6 });
    for (clock.now = 0; clock.now <= 250; clock.now += 50) line.update(`at ${clock.now} ms`);
    line.print('done');
    expect(written).toEqual(['\r\x1b[Kat 10', '\r\x1b[Kat 20', '\r\x1b[K', 'done\n']);
  });

  it('prints a line every ten seconds elsewhere', () => {
    const { written, clock, line } = scene({});
    for (clock.now = 0; clock.now <= 25_000; clock.now += 1000) line.update(`at ${clock.now / 1000} s`);
    line.clear();
    expect(written).toEqual(['at 10 s\n', 'at 20 s\n']);
  });
});
