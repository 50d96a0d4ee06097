/**
 * Preloaded into every process of a benchmark (NODE_OPTIONS). Writes the heap's size once a second to
 * `<SLUICE_BENCH_PROBE>/<process id>.heap.ndjson`. SIGUSR2 starts a CPU profile, and a second one ends it into
 * `<process id>.cpuprofile`.
 */
'use strict';

const { appendFileSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { join } = require('node:path');

const directory = process.env.SLUICE_BENCH_PROBE;

if (directory !== undefined) {
  const heapFile = join(directory, `${process.pid}.heap.ndjson`);
  setInterval(() => {
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    appendFileSync(heapFile, `${JSON.stringify({ at: Date.now(), heapUsed, external, arrayBuffers })}\n`);
  }, 1000).unref();

  let session;
  process.on('SIGUSR2', () => {
    if (session === undefined) {
      session = new Session();
      session.connect();
      session.post('Profiler.enable');
      session.post('Profiler.setSamplingInterval', { interval: 500 });
      session.post('Profiler.start');
      return;
    }
    session.post('Profiler.stop', (error, result) => {
      if (error) throw error;
      writeFileSync(join(directory, `${process.pid}.cpuprofile`), JSON.stringify(result.profile));
    });
    session.disconnect();
    session = undefined;
  });
}
