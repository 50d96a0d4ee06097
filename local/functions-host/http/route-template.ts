import { StandInError } from '../../kit';
import { type RouteConstraint, toRouteConstraint } from './route-constraint';
import { parseRouteParameter, type RouteParameter } from './route-parameter';

/** One segment of a route, compiled. */
interface Segment {
  readonly kind: 'literal' | 'parameters' | 'catchAll';
  readonly expression: RegExp;
  /** Parameter names, in the order of the expression's groups. */
  readonly names: readonly string[];
  readonly constraints: readonly RouteConstraint[];
  readonly optional: boolean;
}

/** A route such as `items/{id:int}/{*rest}`, without the prefix. */
export interface RouteTemplate {
  /**
   * @param segments of the path, decoded except for `%2F`
   * @returns the parameters, or undefined if the path is another
   */
  match(segments: readonly string[]): Readonly<Record<string, string>> | undefined;
}

/** A brace that is doubled means itself. */
const PARAMETER = /\{((?:[^{}]|\{\{|\}\})+)\}(?!\})/g;

/** @throws StandInError `unsupported` for a constraint or a form that is not known */
export function parseRouteTemplate(template: string, where: string): RouteTemplate {
  const parts = splitSegments(template.replace(/^\/+|\/+$/g, ''));
  const segments =
    parts[0] === '' && parts.length === 1 ? [] : parts.map((part) => parseSegment(part, where));
  segments.forEach(({ kind, optional }, index) => {
    if (index < segments.length - 1 && (kind === 'catchAll' || optional)) {
      throw new StandInError(
        'unsupported',
        `${where}: only the last segment of a route may be optional or take the rest`,
      );
    }
  });
  return { match: (path) => matchSegments(segments, path) };
}

/** At each slash outside of braces: a constraint may hold one. */
function splitSegments(template: string): string[] {
  return template.split(/\/(?![^{}]*\})/);
}

function parseSegment(text: string, where: string): Segment {
  const parameters: RouteParameter[] = [];
  let source = '';
  let end = 0;
  for (const match of text.matchAll(PARAMETER)) {
    const content = (match[1] ?? '').replace(/\{\{/g, '{').replace(/\}\}/g, '}');
    const parameter = parseRouteParameter(content, where);
    source += `${escape(text.slice(end, match.index))}${parameter.isCatchAll ? '(.*)' : '(.+?)'}`;
    end = match.index + match[0].length;
    parameters.push(parameter);
  }
  const rest = text.slice(end);
  const optional = parameters.some(({ isOptional }) => isOptional);
  if (/[{}]/.test(rest) || (optional && !text.startsWith('{')))
    throw new StandInError('unsupported', `${where}: the route segment "${text}" is not supported`);
  const catchesAll = parameters.some(({ isCatchAll }) => isCatchAll);
  return {
    kind: catchesAll ? 'catchAll' : parameters.length === 0 ? 'literal' : 'parameters',
    expression: new RegExp(`^${source}${escape(rest)}$`, 'is'),
    names: parameters.map(({ name }) => name),
    constraints: parameters.map(({ constraints }) => toAll(constraints, where)),
    optional,
  };
}

function toAll(constraints: readonly string[], where: string): RouteConstraint {
  const checks = constraints.map((constraint) => toRouteConstraint(constraint, where));
  return (value) => checks.every((check) => check(value));
}

function matchSegments(
  segments: readonly Segment[],
  path: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const text = segment.kind === 'catchAll' ? path.slice(index).join('/') : path[index];
    if (text === undefined) return segment.optional ? parameters : undefined;
    const match = segment.expression.exec(text);
    if (match === null) return undefined;
    for (const [at, name] of segment.names.entries()) {
      const value = match[at + 1] ?? '';
      if (segment.constraints[at]?.(value) === false) return undefined;
      if (value !== '') parameters[name] = value;
    }
    if (segment.kind === 'catchAll') return parameters;
  }
  return path.length <= segments.length ? parameters : undefined;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
