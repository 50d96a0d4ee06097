import { LakehouseError } from '../lakehouse-error';
import { type MetaData } from './actions';

const DAY = 24 * 60 * 60 * 1000;
const UNITS: Readonly<Record<string, number>> = {
  millisecond: 1,
  second: 1000,
  minute: 60 * 1000,
  hour: 60 * 60 * 1000,
  day: DAY,
  week: 7 * DAY,
};

/**
 * How long the log keeps a removed file, in milliseconds: the table's `delta.deletedFileRetentionDuration`,
 * one week by default.
 *
 * @throws LakehouseError `unsupported` for a duration of another form than `interval 30 days`
 */
export function tombstoneRetention({ configuration }: MetaData): number {
  const text = configuration?.['delta.deletedFileRetentionDuration'];
  if (text === undefined || text === null) return 7 * DAY;
  const [, count, unit = ''] = /^\s*(?:interval\s+)?(\d+)\s+([a-z]+?)s?\s*$/i.exec(text) ?? [];
  const milliseconds = UNITS[unit.toLowerCase()];
  if (milliseconds === undefined)
    throw new LakehouseError('unsupported', `delta.deletedFileRetentionDuration is "${text}"`);
  return Number(count) * milliseconds;
}
