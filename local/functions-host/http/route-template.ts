import { StandInError } from '../../kit';

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
   * @returns the parameters, or undefined if the path does not match
   */
  match(segments: readonly string[]): Readonly<Record<string, string>> | undefined;
}

/** A doubled brace is a literal brace. */
const PARAMETER = /\{((?:[^{}]|\{\{|\}\})+)\}(?!\})/g;

/** @throws StandInError `unsupported` for an unknown constraint or form */
export function parseRouteTemplate(template: string, where: string): RouteTemplate {
  const parts = splitSegments(template.replace(/^\/+|\/+$/g, ''));
  const segments =
    parts[0] === '' && parts.length === 1 ? [] : parts.map((part) => parseSegment(part, where));
  segments.forEach(({ kind, optional }, index) => {
    if (index < segments.length - 1 && (kind === 'catchAll' || optional)) {
      throw new StandInError(
        'unsupported',
        `${where}: only the last segment of a route may be optional or match the rest`,
      );
    }
  });
  return { match: (path) => matchSegments(segments, path) };
}

/** Splits at slashes outside braces, because a constraint may contain a slash. */
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

/** The text between the braces of a route: `{*name:constraint(argument):constraint?}`. */
interface RouteParameter {
  readonly name: string;
  readonly isCatchAll: boolean;
  readonly isOptional: boolean;
  /** Texts of the constraints, such as `int` or `regex(^a+$)`. */
  readonly constraints: readonly string[];
}

/**
 * Parses a parameter as ASP.NET Core does. A constraint ends at the closing bracket before a colon or the
 * end, so a regular expression may contain brackets, colons and question marks. Source: dotnet/aspnetcore,
 * RouteParameterParser.
 *
 * @param text without the braces; doubled braces are already single
 * @throws StandInError `unsupported` for a default value or a malformed parameter
 */
function parseRouteParameter(text: string, where: string): RouteParameter {
  const isOptional = text.endsWith('?');
  const [, stars = '', name = '', rest = ''] =
    /^(\*{0,2})([^:?=(){}*]+)(.*)$/s.exec(isOptional ? text.slice(0, -1) : text) ?? [];
  const constraints = splitConstraints(rest);
  if (name === '' || constraints === undefined)
    throw new StandInError('unsupported', `${where}: the route parameter "{${text}}" is not supported`);
  return { name, isCatchAll: stars !== '', isOptional, constraints };
}

/** @returns undefined if the text after the name is not a list of constraints */
function splitConstraints(text: string): string[] | undefined {
  const constraints: string[] = [];
  for (let at = 0; at < text.length;) {
    const [whole, constraint] = /^:([^:()=]+(?:\(.*?\)(?=:|$))?)/s.exec(text.slice(at)) ?? [];
    if (whole === undefined || constraint === undefined) return undefined;
    constraints.push(constraint);
    at += whole.length;
  }
  return constraints;
}

type RouteConstraint = (value: string) => boolean;

const PATTERNS: Readonly<Record<string, RegExp>> = {
  int: /^[+-]?\d{1,10}$/,
  long: /^[+-]?\d{1,19}$/,
  alpha: /^[a-z]*$/i,
  bool: /^(true|false)$/i,
  guid: /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i,
  decimal: /^[+-]?\d+(\.\d+)?$/,
  double: /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  float: /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i,
};

/**
 * Compiles a constraint of a route parameter, such as `int`, `range(1,5)` or `regex(^\d+$)`. Source:
 * learn.microsoft.com, "Routing in ASP.NET Core", route constraints.
 *
 * @throws StandInError `unsupported` for an unknown one
 */
function toRouteConstraint(text: string, where: string): RouteConstraint {
  const [, name = '', argument] = /^(\w+)(?:\((.*)\))?$/s.exec(text) ?? [];
  const constraint = argument === undefined ? ofPattern(name) : ofArgument(name, argument);
  if (constraint !== undefined) return constraint;
  throw new StandInError('unsupported', `${where}: the route constraint "${text}" is not supported`);
}

function ofPattern(name: string): RouteConstraint | undefined {
  const pattern = PATTERNS[name.toLowerCase()];
  return pattern && ((value) => pattern.test(value));
}

function ofArgument(name: string, argument: string): RouteConstraint | undefined {
  if (name.toLowerCase() === 'regex') return ofRegularExpression(argument);
  const [first = NaN, second = first] = argument.split(',').map((part) => (part === '' ? NaN : Number(part)));
  if (Number.isNaN(first) || Number.isNaN(second)) return undefined;
  switch (name.toLowerCase()) {
    case 'min':
      return (value) => Number(value) >= first;
    case 'max':
      return (value) => Number(value) <= first;
    case 'range':
      return (value) => Number(value) >= first && Number(value) <= second;
    case 'minlength':
      return (value) => value.length >= first;
    case 'maxlength':
      return (value) => value.length <= first;
    case 'length':
      return (value) => value.length >= first && value.length <= second;
    default:
      return undefined;
  }
}

/** ASP.NET ignores case. An expression that only .NET supports is refused. */
function ofRegularExpression(source: string): RouteConstraint | undefined {
  let expression: RegExp;
  try {
    expression = new RegExp(source, 'iu');
  } catch {
    return undefined; // The caller refuses it with its name.
  }
  return (value) => expression.test(value);
}
