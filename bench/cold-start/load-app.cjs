// @ts-check
// Loads files of an app in this process as a Functions worker does, and prints what that took as JSON.
//
//   node bench/cold-start/load-app.cjs [--start-hooks] FILE…
//
// Without files it prints the start of Node.js itself. With --start-hooks, the app's hooks for its start run, too: they
// start telemetry.
const Module = require('node:module');
const { resolve } = require('node:path');
const { parseArgs } = require('node:util');

const CORE_MODULE = '@azure/functions-core';

/** @returns {number} user and system seconds of this process since its start */
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

class Disposable {
  dispose() {
    // Nothing is ever unregistered.
  }
}

/** Registers functions and hooks like a worker, and calls none. */
function createCore() {
  /** @type {string[]} */
  const functions = [];
  /** @type {(() => unknown)[]} */
  const startHooks = [];
  const core = {
    version: process.version,
    hostVersion: '4.0.0',
    Disposable,
    registerFunction(/** @type {{ readonly name: string }} */ { name }) {
      functions.push(name);
      return new Disposable();
    },
    registerHook(/** @type {string} */ name, /** @type {() => unknown} */ callback) {
      if (name === 'appStart') startHooks.push(callback);
      return new Disposable();
    },
    setProgrammingModel() {
      // No function is invoked.
    },
    getProgrammingModel: () => undefined,
    log() {
      // The app's own messages do not matter here.
    },
  };
  return { core, functions, startHooks };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'start-hooks': { type: 'boolean', default: false } },
  });
  const { core, functions, startHooks } = createCore();
  /** @type {{ require: (this: unknown, id: string) => unknown }} */
  const prototype = Reflect.get(Module, 'prototype');
  const original = prototype.require;
  prototype.require = function (id) {
    return id === CORE_MODULE ? core : original.call(this, id);
  };
  for (const file of positionals) prototype.require.call(module, resolve(file));
  const loaded = cpuSeconds();
  if (values['start-hooks']) for (const hook of startHooks) await hook();
  const started = cpuSeconds();
  const files = Object.keys(require.cache).filter((file) => file !== __filename);
  const { rss } = process.memoryUsage();
  process.stdout.write(JSON.stringify({ functions, loaded, started, files, residentBytes: rss }), () => {
    // Exporters of telemetry keep the process alive.
    process.exit();
  });
}

void main();
