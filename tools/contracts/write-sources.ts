import { GENERATED_NOTICE } from './generated-notice';
import { type DeclaredSource } from './source-file';

/** The text of `sources.ts`: the names from which the app derives types and lists. */
export function writeSources(sources: readonly DeclaredSource[]): string {
  const simulated = sources.filter(({ simulator }) => simulator !== undefined);
  return [
    GENERATED_NOTICE,
    '',
    '/** The sources of the pipeline. Each has one Event Hub of the same name, and one folder in Bronze. */',
    'export const SOURCES = [',
    ...sources.map(({ name, description }) => `  ${JSON.stringify(name)}, // ${inOneLine(description)}`),
    '] as const;',
    '',
    '/** The sources that have a simulator. */',
    `export const SIMULATED_SOURCES = ${JSON.stringify(simulated.map(({ name }) => name))} as const;`,
    '',
  ].join('\n');
}

/** A line end in a description would end the comment. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
