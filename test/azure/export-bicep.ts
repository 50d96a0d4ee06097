import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BicepReader } from '../helpers/bicep';
import { Expression, type Value } from '../helpers/bicep-value';

/**
 * Writes what Bicep files declare as JSON, for readers in other languages: `tsx export-bicep.ts bicep`. Literals are
 * themselves; what is computed is `{"$expression": <its text>, kind, name, parts, line}`.
 */
async function main(folder: string): Promise<void> {
  if (!existsSync(folder))
    throw new Error(`there is no folder ${folder}; name the one that holds the Bicep files`);
  const reader = await BicepReader.open();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bicep'))
    .sort()
    .map((name) => reader.readFile(join(folder, name)));
  const exported = files.map(({ path, parameters, variables, resources, modules }) => ({
    path,
    parameters: parameters.map(({ name, line, default: value, decorators }) => ({
      ...{ name, line, value: toPlain(value) },
      allowed: toPlain(decorators.find((decorator) => decorator.name === 'allowed')?.args[0]),
    })),
    variables: variables.map(({ name, value }) => ({ name, value: toPlain(value) })),
    resources: resources.map(({ name, line, type, version, existing, body, over, parent }) => ({
      // A nested resource is of its parent's version.
      ...{ name, line, type, existing, body: toPlain(body) },
      version: version === '' ? (resources.find((other) => other.name === parent)?.version ?? '') : version,
      ...(over !== undefined && { over: toPlain(over), item: itemOf(path, line) }),
    })),
    modules: modules.map(({ path: of, params }) => ({ path: of, params: toPlain(params) })),
  }));
  process.stdout.write(JSON.stringify(exported));
}

/** What the loop of a declaration calls its item. */
function itemOf(path: string, line: number): string {
  const declared = readFileSync(path, 'utf8')
    .split('\n')
    .slice(line - 1)
    .join('\n');
  return /\bfor\s*\(?\s*(\w+)/.exec(declared)?.[1] ?? '';
}

function toPlain(value: Value | undefined): unknown {
  if (value instanceof Expression) {
    const { text, kind, name, parts, line } = value;
    return { $expression: text, kind, name, parts: parts.map(toPlain), line };
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlain(inner)]));
  return value;
}

void main(process.argv[2] ?? 'bicep');
