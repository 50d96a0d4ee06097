import { type BicepFile, type Output, type Parameter, type Resource } from '../../helpers/bicep';
import { Expression, type ObjectValue, type Value } from '../../helpers/bicep-value';

interface ArmResource {
  readonly type: string;
  readonly apiVersion?: string;
  readonly existing?: boolean;
  readonly scope?: string;
  readonly properties?: { readonly template?: ArmTemplate };
}

/** What `bicep build` writes; only what is read of it. */
export interface ArmTemplate {
  readonly parameters?: Readonly<Record<string, { readonly type?: string }>>;
  /** A list, or an object of symbolic names. */
  readonly resources?: readonly ArmResource[] | Readonly<Record<string, ArmResource>>;
  readonly outputs?: Readonly<Record<string, { readonly type?: string; readonly value?: unknown }>>;
}

/**
 * A compiled template as files, itself and that of each module in it, so that the rules for Bicep hold for it too. Expressions are
 * texts in brackets (https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions).
 */
export function toFiles(template: ArmTemplate, path: string): readonly BicepFile[] {
  const entries = Object.entries(template.resources ?? {}) as (readonly [string, ArmResource])[];
  const modules = entries.flatMap(([name, { properties }]) =>
    properties?.template === undefined ? [] : toFiles(properties.template, `${path} ${name}`),
  );
  const own = entries.filter(([, { properties }]) => properties?.template === undefined);
  const types = own.map(([name, { type }]) => [name, type] as const);
  const resources = own.map(([name, resource]): Resource => {
    const { type, apiVersion = '', existing = false, scope, ...rest } = resource;
    return {
      ...{ name, decorators: [], line: 0, type, version: apiVersion, existing },
      body: {
        ...(toValue(rest) as ObjectValue),
        ...(scope !== undefined && { scope: toScope(scope, types) }),
      },
    };
  });
  const declared = { decorators: [], line: 0 };
  const parameters = Object.entries(template.parameters ?? {}).map(([name, { type = '' }]): Parameter => ({
    ...{ name, type, line: 0 },
    decorators: /^secure/i.test(type) ? [{ name: 'secure', args: [] }] : [],
  }));
  const outputs = Object.entries(template.outputs ?? {}).map(([name, { type = '', value }]): Output => ({
    ...declared,
    name,
    type,
    value: toValue(value),
  }));
  const file: BicepFile = {
    ...{ path, targetScope: '', parameters, resources, outputs },
    ...{ variables: [], modules: [], otherNames: new Set() },
  };
  return [file, ...modules];
}

function toValue(value: unknown): Value {
  if (typeof value === 'string') return /^\[[^[]/.test(value) ? toExpression(value) : value;
  if (Array.isArray(value)) return value.map(toValue);
  if (typeof value !== 'object' || value === null) return value as Value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toValue(inner)]));
}

/** With a part for each function that it calls and each parameter that it reads. */
function toExpression(text: string): Expression {
  const calls = [...text.matchAll(/(\w+)\(/g)].map(([, name = '']) => new Expression('call', text, name));
  const names = [...text.matchAll(/(?:parameters|variables)\('(\w+)'\)/g)].map(
    ([, name = '']) => new Expression('name', text, name),
  );
  return new Expression('other', text, '', [...calls, ...names]);
}

/** The resource that a scope names: the one of the longest type that stands in it. */
function toScope(text: string, types: readonly (readonly [string, string])[]): Expression {
  const [name = ''] =
    types
      .filter(([, type]) => text.includes(`'${type}'`) || text.includes(`'${type}/{`))
      .sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  return new Expression('name', text, name);
}
