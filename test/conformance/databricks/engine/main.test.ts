import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type WorkerMessage } from '../../../../lakehouse/engines/duckdb/task/worker-messages';
import { programArguments } from '../../../testing/program';
import { EngineScene } from './engine-scene';
import { reading } from './lines';
import { type Ended, runProgram } from './run-program';
import { SMALL_MODELS } from './small-models';

describe('the program of a task of the job', () => {
  let scene: EngineScene;

  beforeEach(async () => {
    scene = await EngineScene.start(SMALL_MODELS);
  });
  afterEach(() => scene.end());

  const engine = (
    select: string,
    refresh: number,
    env: Record<string, string> = {},
    cancel?: AbortSignal,
  ): Promise<Ended> => {
    const temporary = join(scene.directory, 'tmp');
    mkdirSync(temporary, { recursive: true });
    return runProgram(
      'lakehouse/engines/duckdb/main.ts',
      [
        '--select',
        select,
        '--refresh',
        String(refresh),
        '--models',
        scene.modelsDirectory,
        '--lake-directory',
        scene.lakeDirectory,
      ],
      {
        LAKE_CONNECTION_STRING: scene.lake.connectionString,
        PSEUDONYM_PEPPER: 'p',
        TMPDIR: temporary,
        ...env,
      },
      cancel,
    );
  };

  it('ends with 1 and the name of the setting when the business time zone is invalid', async () => {
    const { code, errors } = await engine('silver/iot', await scene.plan(), { BUSINESS_TIME_ZONE: 'Berlin' });
    expect([code, errors.trim()]).toEqual([
      1,
      "BUSINESS_TIME_ZONE: 'Berlin' is not a time zone; name UTC, or one of the IANA database such as Europe/Berlin",
    ]);
  });

  it('prints one line for each model, ends with 0, and leaves no files', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    const { code, output, errors } = await engine('silver/iot,gold/facts', await scene.plan());
    expect([code, errors]).toEqual([0, '']);
    expect(
      output
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/\s+/).slice(0, 3)),
    ).toEqual([
      ['silver.reading', 'committed', '1'],
      ['gold.device_day', 'committed', '1'],
      ['gold.device_total', 'committed', '1'],
    ]);
    expect(readdirSync(join(scene.directory, 'tmp')).filter((name) => name.startsWith('sluice'))).toEqual([]);
  });

  it('runs tasks in a worker one after the other, each with its own settings and result', async () => {
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z')]);
    const refresh = String(await scene.plan());
    const places = ['--models', scene.modelsDirectory, '--lake-directory', scene.lakeDirectory];
    const environment = { LAKE_CONNECTION_STRING: scene.lake.connectionString, PSEUDONYM_PEPPER: 'p' };
    const temporary = join(scene.directory, 'tmp');
    mkdirSync(temporary);
    const worker = spawn(
      process.execPath,
      [...programArguments('lakehouse/engines/duckdb/worker.ts'), '--memory-limit', '512MB'],
      { env: { ...process.env, TMPDIR: temporary }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
    );
    const run = async (select: string, settings: Record<string, string>): Promise<string[]> => {
      const lines: string[] = [];
      worker.send({ args: ['--select', select, '--refresh', refresh, ...places], environment: settings });
      for await (const [message] of on(worker, 'message') as AsyncIterable<[WorkerMessage]>) {
        if (message.kind === 'output') lines.push(message.text.trimEnd().split(/\s+/).slice(0, 3).join(' '));
        if (message.kind === 'ended') return [...lines, String(message.exitCode)];
      }
      return lines;
    };
    try {
      expect(await run('silver/iot', environment)).toEqual(['silver.reading committed 1', '0']);
      expect(await run('silver/iot', { LAKE_CONNECTION_STRING: scene.lake.connectionString })).toEqual([
        'PSEUDONYM_PEPPER is missing',
        '1',
      ]);
      expect(await run('gold/facts', environment)).toEqual([
        'gold.device_day committed 1',
        'gold.device_total committed 1',
        '0',
      ]);
      scene.writeModel('gold/facts/device_day.sql', 'SELECT 1');
      expect(await run('gold/facts', environment)).toEqual([expect.stringContaining('device_day'), '1']);
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      worker.kill('SIGTERM');
      await once(worker, 'exit');
    }
  });

  it('ends with 1 and prints the errors last when a model fails', async () => {
    scene.writeModel(
      'silver/iot/reading.sql',
      (SMALL_MODELS['silver/iot/reading.sql'] ?? '').replace('action: warn', 'action: fail'),
    );
    await scene.land('iot', [reading('a', '2026-03-01T10:00:00Z', 200)]);
    const { code, errors } = await engine('silver/iot', await scene.plan());
    expect(code).toBe(1);
    expect(errors).toBe(
      'silver.reading: nothing is committed, because expectations fail: celsius_usual (1 of 1 rows)\n',
    );
  });

  it('ends immediately when it is cancelled, and leaves no files', async () => {
    const endless = `/*
description: Never ends.
materialise: full
columns: { n: { type: long, description: A number. } }
*/
SELECT count(*) AS n FROM range(1000000000000)`;
    scene.writeModel('silver/iot/endless.sql', endless);
    const temporary = join(scene.directory, 'tmp');
    const isBusy = (): boolean =>
      existsSync(temporary) && readdirSync(temporary).some((name) => name.startsWith('sluice'));
    const controller = new AbortController();
    const ended = engine('silver.endless', await scene.plan(), {}, controller.signal);
    while (!isBusy()) await delay(20);
    controller.abort();
    expect(await ended).toMatchObject({ code: null, signal: 'SIGTERM' });
    expect(isBusy()).toBe(false);
  });

  it.each([
    [
      'a selection that matches nothing',
      'silver/none',
      {},
      "--select: 'silver/none' is neither a folder nor a model",
    ],
    ['a missing secret', 'silver/iot', { PSEUDONYM_PEPPER: '' }, 'PSEUDONYM_PEPPER is missing'],
    ['a missing lake', 'silver/iot', { LAKE_CONNECTION_STRING: '' }, 'LAKE_CONNECTION_STRING is missing'],
  ])('refuses %s', async (_, select, env, message) => {
    const { code, errors } = await engine(select, 2000, env);
    expect(code).toBe(1);
    expect(errors).toContain(message);
  });
});
