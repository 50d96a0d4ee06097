import { type BicepFile, type Resource } from '../../helpers/bicep';
import {
  at,
  COMPUTED_KEYS,
  Expression,
  expressionsIn,
  isObject,
  type Value,
  walk,
} from '../../helpers/bicep-value';
import { symbolOf, where } from './deployed';
import { type BicepProject } from './project';
import { type Findings, LOADS, valuesOf } from './structure';

// https://learn.microsoft.com/azure/azure-resource-manager/bicep/linter

/** As the linter's secure-secrets-in-params tells them, with what it lets pass. */
const SECRET_PARAMETER = /password|pwd|secret|accountkey|acctkey/i;
const NO_SECRET = /secret(permissions|version|ur[il]|name)/i;

/** Functions that make an id, and a GUID, which is none. */
const ID_FUNCTIONS = /^((extension|subscription|tenant)?[rR]esourceId|guid|reference|subscription)$/;

/** Properties that end like an id of a resource and hold another. */
const OTHER_IDS = /^(app|client|group|key|object|principal|subscription|tenant)Id$|uid$/;

/** Rules of the linter that need no types. */
export function checkLint(project: BicepProject): Findings {
  return project.files.flatMap((file) => {
    const values = valuesOf(file).flatMap((value) => [...walk(value)]);
    const expressions = values.filter((value) => value instanceof Expression);
    const keys = new Set(values.filter(isObject).flatMap((value) => value[COMPUTED_KEYS] ?? []));
    return [
      ...file.parameters
        .filter(({ name, type, decorators }) => {
          const secure = decorators.some((decorator) => decorator.name === 'secure');
          return (
            !secure && /^(string|object)/.test(type) && SECRET_PARAMETER.test(name) && !NO_SECRET.test(name)
          );
        })
        .map(({ name, line }) => `${file.path}:${line}: ${name} sounds like a secret and is not secure`),
      ...file.parameters
        .filter((parameter) => parameter.type.endsWith('?') && parameter.default !== undefined)
        .map(({ name, line }) => `${file.path}:${line}: ${name} may be null and has a default`),
      ...expressions
        .filter(({ kind, name, parts }) => kind === 'call' && LOADS.has(name) && typeof parts[0] !== 'string')
        .map(({ text, line }) => `${file.path}:${line}: ${text}: the path must be a text`),
      ...expressions
        .filter((expression) => expression.kind === 'template' && isPlain(expression.text))
        .filter((expression) => !keys.has(expression))
        .map(({ text, line }) => `${file.path}:${line}: ${text} is only what stands in the braces`),
      ...file.resources
        .filter(({ existing, type }) => !existing && !/^Microsoft\.Web\/sites\/config$/.test(type))
        .flatMap((resource) => idsIn(file, resource)),
    ];
  });
}

/** `'${a}'`, with no text and no other braces. */
const isPlain = (text: string): boolean => /^'\$\{[^{}']*\}'$/.test(text);

/** Properties that hold a resource's id take it from a resource, a parameter or a function of ids (use-resource-id-functions). */
function idsIn(file: BicepFile, resource: Resource): Findings {
  return [...walk(at(resource.body, 'properties') ?? null)]
    .filter(isObject)
    .flatMap((value) => Object.entries(value))
    .filter(([property, value]) => /id$/i.test(property) && !OTHER_IDS.test(property) && !isId(file, value))
    .map(([property]) => `${where(file, resource)}: ${property} is not made like an id`);
}

function isId(file: BicepFile, value: Value): boolean {
  if (!(value instanceof Expression)) return typeof value !== 'string' || !value.includes('/');
  if (value.kind === 'ternary') return true;
  if (value.kind === 'call' && ID_FUNCTIONS.test(value.name)) return true;
  if (expressionsIn(value).some((part) => symbolOf(file, part) !== undefined)) return true;
  if (value.kind === 'name') {
    const variable = file.variables.find(({ name }) => name === value.name);
    if (variable !== undefined) return isId(file, variable.value);
  }
  if (value.kind !== 'name' && value.kind !== 'member') return false;
  const [root] = expressionsIn(value).filter(({ kind }) => kind === 'name');
  // What a loop calls its items is not followed.
  return !file.variables.some(({ name }) => name === root?.name);
}
