import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { pointerStep, type Problem } from './problem';

/** Keywords that wrap others; the errors of the wrapped ones are more specific. */
const WRAPPERS: ReadonlySet<string> = new Set(['if', 'anyOf', 'propertyNames']);

/** A JSON file below schemas/, and its path there. */
interface CheckedFile {
  readonly file: string;
  readonly schema: JsonSchema;
}

/** Default messages if the meta-schema has none. */
interface Wording {
  /** For a member that the meta-schema does not list. */
  readonly unknownMember: string;
  /** For a rule without x-remedy. */
  readonly remedy: string;
}

const OF_CONTRACTS: Wording = {
  unknownMember: 'this keyword is not in the safe subset',
  remedy: 'follow contract.meta.json',
};

/** Compiles a meta-schema, such as contract.meta.json, into a check of a file's content. */
export function createStructureCheck(
  metaSchema: JsonSchema,
  wording: Wording = OF_CONTRACTS,
): (file: CheckedFile) => readonly Problem[] {
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
  });
  ajv.addKeyword('x-remedy');
  const validate = ajv.compile(metaSchema);
  return ({ file, schema }) => (validate(schema) ? [] : toProblems(file, validate, wording));
}

function toProblems(file: string, { errors }: ValidateFunction, wording: Wording): readonly Problem[] {
  const all = errors ?? [];
  const telling = all.filter(
    ({ keyword, parentSchema }) => !WRAPPERS.has(keyword) || parentSchema?.['x-remedy'],
  );
  // An `anyOf` of alternatives reports each of them; the `anyOf` itself has the remedy.
  const choices = new Set(
    telling.filter(({ keyword }) => keyword === 'anyOf').map((error) => error.schemaPath),
  );
  const problems = telling
    .filter(
      (error) =>
        error.keyword !== 'if' && ![...choices].some((path) => error.schemaPath.startsWith(`${path}/`)),
    )
    .map((error) => toProblem(file, error, wording));
  const seen = new Set<string>();
  return problems.filter(({ pointer, message, remedy }) => {
    const key = `${pointer} ${message} ${remedy}`;
    return !seen.has(key) && seen.add(key);
  });
}

function toProblem(file: string, error: ErrorObject, wording: Wording): Problem {
  const {
    keyword,
    instancePath,
    params,
    message = 'is refused',
  } = error as ErrorObject<string, Record<string, unknown>>;
  const remedy: unknown = error.parentSchema?.['x-remedy'];
  const named = params['additionalProperty'] ?? error.propertyName;
  return {
    file,
    pointer: typeof named === 'string' ? instancePath + pointerStep(named) : instancePath,
    message: keyword === 'additionalProperties' ? wording.unknownMember : message,
    remedy: typeof remedy === 'string' ? remedy : wording.remedy,
  };
}
