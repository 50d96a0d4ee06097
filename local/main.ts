import { createRequire } from 'node:module';
import { runService, type Service, StandInError } from './kit';

/** Folders of services that run as separate processes: their `index.ts` exports a `service`. */
export const SERVICES = [
  'data-factory',
  'databricks',
  'event-hubs',
  'functions-host',
  'identity',
  'key-vault',
  'lake',
  'power-bi',
  'raw-files',
] as const;

/** Loads one stand-in with its own code only. @throws StandInError `option_invalid` */
export function loadService(name: string): Service {
  if (!SERVICES.some((known) => known === name))
    throw new StandInError(
      'option_invalid',
      `There is no stand-in "${name}".\nusage: main.js ${SERVICES.join('|')} ...`,
    );
  const face = createRequire(__filename)(`./${name}`) as { readonly service: Service };
  return face.service;
}

/** `node build/local/main.js SERVICE --flag …` runs one stand-in in this process. */
if (require.main === module) {
  runService(async () => {
    const [name = '', ...args] = process.argv.slice(2);
    return loadService(name).startFrom(args);
  });
}
