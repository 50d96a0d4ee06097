import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { pointerStep, type Problem } from './problem';
import { type SchemaFile } from './schema-file';
import { isObject, walkSchema } from './walk-schema';

/**
 * Checks that every `$ref` names a definition of the same file, without cycles, and that every definition is used.
 */
export function checkReferences({ file, schema }: SchemaFile): readonly Problem[] {
  const problems: Problem[] = [];
  const definitions = isObject(schema['$defs']) ? schema['$defs'] : {};
  const used = new Set<string>();

  for (const { pointer, node } of walkSchema(schema)) {
    const name = referenceOf(node);
    if (name === undefined) continue;
    used.add(name);
    if (!Object.hasOwn(definitions, name)) {
      problems.push({
        file,
        pointer: `${pointer}/$ref`,
        message: `there is no definition "${name}"`,
        remedy: 'add it to $defs or correct the name',
      });
    }
  }
  for (const name of Object.keys(definitions)) {
    const pointer = `/$defs${pointerStep(name)}`;
    if (leadsTo(name, name, definitions, new Set())) {
      problems.push({
        file,
        pointer,
        message: 'the definition refers to itself',
        remedy: 'write it out to the depth of the records; a record of unlimited depth cannot become columns',
      });
    } else if (!used.has(name)) {
      problems.push({ file, pointer, message: 'the definition is not used', remedy: 'remove it' });
    }
  }
  return problems;
}

/** The name in a `$ref` to `#/$defs/<name>`. */
function referenceOf(node: JsonSchema): string | undefined {
  const ref = node['$ref'];
  return typeof ref === 'string' ? ref.slice('#/$defs/'.length) : undefined;
}

function leadsTo(
  from: string,
  target: string,
  definitions: Record<string, unknown>,
  seen: Set<string>,
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const definition = definitions[from];
  if (!isObject(definition)) return false;
  for (const { node } of walkSchema(definition)) {
    const name = referenceOf(node);
    if (name !== undefined && (name === target || leadsTo(name, target, definitions, seen))) return true;
  }
  return false;
}
