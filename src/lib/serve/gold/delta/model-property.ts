import { z } from 'zod';
import { type MetaData } from './log-actions';

/** Table property in which the engines of the lakehouse record the text of the table's model (docs/rebuild.md). */
const MODEL_PROPERTY = 'sluice.model';

const modelRecord = z.object({ since: z.int().min(0), older: z.boolean() });

/**
 * When the model of a table changed, in ISO 8601, while rows of its older text stay. Undefined if there are none, or if
 * the property cannot be read: the rows can, and the next refresh reports the property.
 */
export function toModelChangedAt({ configuration }: Pick<MetaData, 'configuration'>): string | undefined {
  const record = modelRecord.safeParse(parse(configuration?.[MODEL_PROPERTY] ?? 'null'));
  // The number of a refresh is the time of its start.
  return record.data?.older === true ? new Date(record.data.since).toISOString() : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
