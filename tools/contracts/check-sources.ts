import { createStructureCheck } from './check-structure';
import { type Problem } from './problem';
import { type SchemaFolder } from './schema-file';
import { type SourceFile } from './source-file';

/** Silver keeps the tables of batch sources in a folder of this name. */
const TAKEN_NAME = 'batch';
/** Maximum length of a contract's `source` (contract.meta.json). */
const NAME_MAX_LENGTH = 32;

/**
 * Checks that every folder with contracts has a declaration, that every declaration has contracts, and that
 * declarations do not conflict.
 */
export function checkSources(
  { files, sources, sourceMetaSchema }: Pick<SchemaFolder, 'files' | 'sources' | 'sourceMetaSchema'>,
  createCheck: typeof createStructureCheck = createStructureCheck,
): readonly Problem[] {
  const checkStructure = createCheck(sourceMetaSchema, {
    unknownMember: 'a source has no such member',
    remedy: 'follow source.meta.json',
  });
  const withEvents = new Set(files.map(({ source }) => source));
  const declared = new Set(sources.map(({ name }) => name));
  const problems: Problem[] = [];
  for (const name of withEvents) {
    if (declared.has(name)) continue;
    problems.push({
      file: `${name}/source.json`,
      pointer: '',
      message: 'the source has contracts but no declaration',
      remedy: 'write this file as in schemas/iot/source.json',
    });
  }
  for (const source of sources) {
    problems.push(...checkStructure(source), ...checkName(source));
    if (withEvents.has(source.name)) continue;
    problems.push({
      file: source.file,
      pointer: '',
      message: 'the source has no contract',
      remedy: `add its contracts to this folder, as ${source.name}/<event>.v1.json`,
    });
  }
  return [
    ...problems,
    ...findRepeated(sources, 'order', 'give it the next free number'),
    ...findRepeated(sources, 'devices', 'set it for one source only: IoT Hub sends to one hub'),
  ];
}

function checkName({ file, name }: SourceFile): readonly Problem[] {
  if (name !== TAKEN_NAME && name.length <= NAME_MAX_LENGTH) return [];
  const message =
    name === TAKEN_NAME
      ? 'Silver has a folder of this name for batch sources'
      : `the name is longer than ${NAME_MAX_LENGTH} characters`;
  return [{ file, pointer: '', message, remedy: 'rename the folder' }];
}

/** The sources that repeat a member's value of an earlier source. */
function findRepeated(
  sources: readonly SourceFile[],
  member: 'order' | 'devices',
  remedy: string,
): readonly Problem[] {
  return sources.flatMap(({ file, schema }, index) => {
    const value = schema[member];
    const first = sources.findIndex((other) => other.schema[member] === value);
    if (value === undefined || first === index) return [];
    const message = `${sources[first]?.file ?? ''} has the same value`;
    return [{ file, pointer: `/${member}`, message, remedy }];
  });
}
