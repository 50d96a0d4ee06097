import { checkSync } from 'recheck';
import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { pointerStep, type Problem } from './problem';
import { type SchemaFile } from './schema-file';
import { isObject, walkSchema } from './walk-schema';

const PAIRS = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const;

/** Checks one field beyond its structure: safe patterns, bounds in the right order, existing required fields. */
export function checkFields({ file, schema }: SchemaFile): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { pointer, node } of walkSchema(schema)) {
    for (const problem of [
      ...checkPattern(node),
      ...checkBounds(node),
      ...checkRequired(node),
      ...checkNames(node),
    ]) {
      problems.push({ file, ...problem, pointer: pointer + problem.pointer });
    }
  }
  return problems;
}

type Finding = Omit<Problem, 'file'>;

function* checkPattern(node: JsonSchema): Generator<Finding> {
  const { pattern } = node as { pattern?: unknown };
  if (typeof pattern !== 'string') return;
  const pointer = '/pattern';
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    yield {
      pointer,
      message: 'the pattern is not a regular expression',
      remedy: 'correct it (ECMAScript, flag u)',
    };
    return;
  }
  if (checkSync(pattern, 'u').status !== 'safe') {
    yield {
      pointer,
      message: 'the pattern can take more than linear time on a hostile text',
      remedy: 'rewrite it without nested or overlapping repetition',
    };
  }
}

function* checkNames(node: JsonSchema): Generator<Finding> {
  for (const name of isObject(node['properties']) ? Object.keys(node['properties']) : []) {
    if (name in Object.prototype) {
      yield {
        pointer: `/properties${pointerStep(name)}`,
        message: `every JavaScript object has "${name}", so its absence cannot be detected`,
        remedy: 'choose another name',
      };
    }
  }
}

function* checkBounds(node: JsonSchema): Generator<Finding> {
  for (const [least, most] of PAIRS) {
    const [from, to] = [node[least], node[most]];
    if (typeof from === 'number' && typeof to === 'number' && from > to) {
      yield { pointer: `/${least}`, message: `${least} is above ${most}`, remedy: 'exchange them' };
    }
  }
}

function* checkRequired(node: JsonSchema): Generator<Finding> {
  // Conditions have no type. They require fields of the object that contains them, which has listed the fields.
  if (node['type'] !== 'object' || !Array.isArray(node['required'])) return;
  const properties = isObject(node['properties']) ? node['properties'] : {};
  for (const [index, name] of (node['required'] as unknown[]).entries()) {
    if (typeof name === 'string' && !Object.hasOwn(properties, name)) {
      yield {
        pointer: `/required${pointerStep(index)}`,
        message: `"${name}" is required but not in properties`,
        remedy: 'describe it in properties or stop requiring it',
      };
    }
  }
}
