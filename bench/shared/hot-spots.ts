import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from './built';

/** A place in the code and the time spent in it, without its callees. */
export interface HotSpot {
  /** `function file:line`, as in the JavaScript that ran. */
  readonly place: string;
  /** Share of the time in which the process was not idle. */
  readonly share: number;
}

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The most expensive places of a V8 CPU profile, in descending order. */
export function readHotSpots(profileFile: string, most = 12): HotSpot[] {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(profileFile, 'utf8')) as CpuProfile;
  const places = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      url === '' ? functionName : `${functionName || '(anonymous)'} ${shorten(url)}:${lineNumber + 1}`,
    ]),
  );
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const place = places.get(id) ?? '?';
    times.set(place, (times.get(place) ?? 0) + (timeDeltas[index] ?? 0));
  });
  times.delete('(idle)');
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([place, time]) => ({ place, share: time / total }));
}

function shorten(url: string): string {
  const path = url.replace(/^file:\/\//, '');
  return path.startsWith('/') ? relative(ROOT, path).replace(/^.*node_modules\//, '') : path;
}
