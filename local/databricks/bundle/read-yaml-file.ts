import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { type Json, StandInError } from '../../kit';
import { Field } from './field';

/**
 * Reads one YAML file of a bundle. Doubled keys and anything that JSON cannot say are errors.
 *
 * @param label how messages call the file
 * @throws StandInError `option_invalid`, with line and column
 */
export function readYamlFile(path: string, label: string): Field {
  const document = parseDocument(readText(path), { strict: true, uniqueKeys: true, version: '1.2' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined)
    throw new StandInError('option_invalid', `${label}: ${problem.message}`, problem);
  try {
    return new Field(document.toJS() as Json, label);
  } catch (error) {
    // An alias of nothing, or too many of them, shows only now.
    throw new StandInError(
      'option_invalid',
      `${label}: ${error instanceof Error ? error.message : ''}`,
      error,
    );
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StandInError('option_invalid', `cannot read ${path}`, error);
  }
}
