import { existsSync } from 'node:fs';
import { StandInError } from '../../kit';
import { type Input, type InputFormat } from './input';
import { readCsv } from './read-csv';
import { readJson } from './read-json';
import { readNdjson } from './read-ndjson';
import { readParquet } from './read-parquet';
import { type Separator } from './separator';
import { openTextFile } from './text-file';

export const INPUT_FORMATS: readonly InputFormat[] = ['json', 'ndjson', 'csv', 'parquet'];

const BY_ENDING: Readonly<Record<string, InputFormat>> = {
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  csv: 'csv',
  parquet: 'parquet',
};

/**
 * Opens a file of records.
 *
 * @param format @default from the extension (`.json`, `.ndjson`, `.jsonl`, `.csv`, `.parquet`; optionally
 *   followed by `.gz`)
 * @param separator of CSV. @default a comma
 * @throws StandInError `option_invalid`
 */
export async function openInput(file: string, format?: InputFormat, separator?: Separator): Promise<Input> {
  if (!existsSync(file)) throw new StandInError('option_invalid', `the file ${file} does not exist`);
  const [, ending = ''] = /\.(\w+)(?:\.gz)?$/.exec(file.toLowerCase()) ?? [];
  const chosen = format ?? BY_ENDING[ending];
  if (chosen === undefined) {
    throw new StandInError(
      'option_invalid',
      `the extension of ${file} does not show its format; add --format ${INPUT_FORMATS.join(', ')}`,
    );
  }
  if (separator !== undefined && chosen !== 'csv')
    throw new StandInError(
      'option_invalid',
      `--delimiter is only for CSV, but ${file} is ${chosen}; leave it out`,
    );
  switch (chosen) {
    case 'json':
      return readJson(openTextFile(file));
    case 'ndjson':
      return readNdjson(openTextFile(file));
    case 'csv':
      return readCsv(openTextFile(file), separator);
    case 'parquet':
      return readParquet(file);
  }
}
