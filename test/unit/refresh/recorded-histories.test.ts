import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type OrchestrationHandler } from 'durable-functions';
import { ORCHESTRATIONS } from '../../../src/lib/refresh/trigger/refresh-names';
import { type RecordedHistory } from '../../testing/fixtures/durable-runner';
import { ACTION } from '../../testing/fixtures/durable-turn';
import { RECORDINGS } from '../../testing/fixtures/refresh-histories';
import { HANDLERS } from '../../testing/fixtures/refresh-scene';
import { findDifference } from '../../testing/fixtures/replay-history';

const FOLDER = resolve(__dirname, '../../testing/fixtures/refresh-histories');

/** How to record: see README.md in the folder of the histories. */
const RECORD = process.env['RECORD_HISTORIES'] === '1';

const fileOf = (name: string): string => join(FOLDER, `${name}.json`);

function read(file: string): readonly RecordedHistory[] {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as readonly RecordedHistory[];
}

function handlerOf(orchestration: string): OrchestrationHandler {
  const handler = HANDLERS.get(orchestration);
  if (handler === undefined) throw new Error(`nothing is registered under '${orchestration}' any more`);
  return handler;
}

beforeAll(async () => {
  if (!RECORD) return;
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, record] of Object.entries(RECORDINGS)) {
    // An existing history may belong to running instances, so it is never overwritten.
    if (existsSync(fileOf(name))) continue;
    writeFileSync(fileOf(name), `${JSON.stringify(await record(), null, 1)}\n`);
  }
});

const files = (): string[] => readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

describe('recorded histories', () => {
  it('exist for every path through the orchestrations', () => {
    expect(files()).toEqual(expect.arrayContaining(Object.keys(RECORDINGS).map((name) => `${name}.json`)));
    const names = files().flatMap((file) => read(file).map(({ orchestration }) => orchestration));
    expect(new Set(names)).toEqual(new Set(HANDLERS.keys()));
  });

  it('replay through the current orchestrators, so that running instances continue', async () => {
    for (const file of files()) {
      for (const [index, recorded] of read(file).entries()) {
        const where = `${file} ${index} ${recorded.orchestration}`;
        const difference = await findDifference(handlerOf(recorded.orchestration), recorded);
        expect([where, difference]).toEqual([where, undefined]);
      }
    }
  });

  it('detect a change that would break a running instance', async () => {
    const [recorded] = read('succeeds-with-pipelines.json').filter(
      ({ orchestration }) => orchestration === ORCHESTRATIONS.refresh,
    );
    if (recorded === undefined) throw new Error('no refresh was recorded');
    const handler = handlerOf(recorded.orchestration);
    const withOneMore: OrchestrationHandler = function* (context) {
      yield context.df.callActivity('somethingNew');
      return yield* handler(context);
    };
    expect(await findDifference(withOneMore, recorded)).toMatch(/^turn 1 of \d+: recorded .*somethingNew/);
    const withAnotherEnd: OrchestrationHandler = function* (context) {
      yield* handler(context);
      return 'something else';
    };
    expect(await findDifference(withAnotherEnd, recorded)).toMatch(/recorded output .* now "something else"/);
  });

  it('never schedule one task in two compound tasks', () => {
    // The library would repeat its action (azure-functions-durable-js #574); there is only one compound task.
    for (const file of files()) {
      for (const { actions } of read(file)) {
        const compound = actions.filter(({ compoundActions }) => compoundActions !== undefined);
        expect(compound.length).toBeLessThanOrEqual(1);
        for (const { actionType } of compound) expect(actionType).toBe(ACTION.whenAll);
      }
    }
  });
});
