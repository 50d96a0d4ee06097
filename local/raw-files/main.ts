import { parseArgs } from 'node:util';
import { runAsProcess } from '../shared/service-process';
import { StandInError } from '../shared/stand-in-error';
import { type RawFilesOptions, startRawFiles } from './start';

const USAGE =
  'usage: main.js [--port N] [--host ADDRESS] [--directory DIR] [--repository OWNER/NAME] [--folder FOLDER]';

/** Ready line: `{"ready": {"port": N, "baseUrl": "http://…"}}`. */
runAsProcess(async () => {
  const files = await startRawFiles(readFlags());
  const { port, baseUrl } = files;
  return { ready: { port, baseUrl }, close: () => files.close() };
});

function readFlags(): RawFilesOptions {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        directory: { type: 'string' },
        repository: { type: 'string' },
        folder: { type: 'string' },
      },
    });
    const { port, ...texts } = values;
    if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new TypeError(`--port is not a port: "${port}"`);
    return { ...texts, ...(port !== undefined && { port: Number(port) }) };
  } catch (error) {
    throw new StandInError(
      'option_invalid',
      `${error instanceof Error ? error.message : ''}\n${USAGE}`,
      error,
    );
  }
}
