import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import cases from '../../../lakehouse/model-hash.cases.json';
import macros from '../../../lakehouse/macros.json';
import { loadModels, type ModelSet } from '../../../lakehouse/engines/duckdb/model/load-models';
import { type Macros, modelHash } from '../../../lakehouse/engines/duckdb/model/model-hash';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-models-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function load(change?: (typeof cases.changes)[number]): ModelSet {
  for (const [path, lines] of Object.entries(cases.files)) {
    const text = lines.join('\n');
    const isChanged = change?.file === path;
    if (isChanged) expect(text).toContain(change.from);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${isChanged ? text.replace(change.from, change.to) : text}\n`);
  }
  return loadModels(folder);
}

const known: Readonly<Record<string, string>> = cases.hashes;

function hashes(set: ModelSet, functions?: Macros): Record<string, string> {
  return Object.fromEntries(
    [...set.models.values()].map((model) => [model.name, modelHash(model, set, functions)]),
  );
}

function changed(after: Readonly<Record<string, string>>): string[] {
  return Object.keys(known).filter((name) => after[name] !== known[name]);
}

it('computes the hashes of the Spark engine', () => {
  expect(hashes(load())).toEqual(known);
});

it.each(cases.changes)('changes the hash of [$changes] when $title changes', (change) => {
  expect(changed(hashes(load(change))).sort()).toEqual([...change.changes].sort());
});

it('changes the hash when a function of the model changes', () => {
  const functions = { ...macros, minor_to_amount: macros.amount_or_zero };
  expect(changed(hashes(load(), functions))).toEqual(['silver.reading']);
});
