import { StandInError } from '../../shared/stand-in-error';

/** One segment of a route, compiled. */
interface Segment {
  readonly kind: 'literal' | 'mixed' | 'parameter' | 'catchAll';
  readonly expression: RegExp;
  /** Parameter names, in the order of the expression's groups. */
  readonly names: readonly string[];
  readonly constraints: readonly ((value: string) => boolean)[];
  readonly optional: boolean;
}

/** A route such as `items/{id:int}/{*rest}`, without the prefix. */
export interface RouteTemplate {
  /** Lower sorts first: literals before constrained parameters before parameters before the rest. */
  readonly precedence: string;
  /**
   * @param segments of the path, still percent-encoded
   * @returns the parameters, or undefined if the path is another
   */
  match(segments: readonly string[]): Readonly<Record<string, string>> | undefined;
}

const PARAMETER = /\{(\*{0,2})([^{}:?]+)((?::[^{}:?()]+(?:\([^()]*\))?)*)(\?)?\}/g;

/** @throws StandInError `unsupported` for a constraint or a form that is not known */
export function parseRouteTemplate(template: string, where: string): RouteTemplate {
  const parts = template.replace(/^\/+|\/+$/g, '').split('/');
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
  return {
    precedence: segments.map(precedenceOf).join('') || '0',
    match: (path) => matchSegments(segments, path),
  };
}

function parseSegment(text: string, where: string): Segment {
  const names: string[] = [];
  const constraints: ((value: string) => boolean)[] = [];
  let source = '';
  let end = 0;
  let catchAll = false;
  let optional = false;
  for (const match of text.matchAll(PARAMETER)) {
    const [whole, star = '', name = '', constraintList = '', question] = match;
    source += escape(text.slice(end, match.index));
    end = match.index + whole.length;
    catchAll ||= star !== '';
    optional ||= question !== undefined;
    source += catchAll ? '(.*)' : '(.+?)';
    names.push(name);
    const own = constraintList.split(/:(?![^(]*\))/).filter((constraint) => constraint !== '');
    const checks = own.map((constraint) => toConstraint(constraint, where));
    constraints.push((value) => checks.every((check) => check(value)));
  }
  source += escape(text.slice(end));
  if (text.slice(end).includes('{') || (names.length > 0 && optional && !text.startsWith('{'))) {
    throw new StandInError('unsupported', `${where}: the route segment "${text}" is not supported`);
  }
  const isWhole = names.length === 1 && text.startsWith('{') && text.endsWith('}');
  const constrained = /\{[^}]*:/.test(text);
  return {
    kind: catchAll
      ? 'catchAll'
      : names.length === 0
        ? 'literal'
        : isWhole && !constrained
          ? 'parameter'
          : 'mixed',
    expression: new RegExp(`^${source}$`, 'i'),
    names,
    constraints,
    optional,
  };
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
      const value = decode(match[at + 1] ?? '');
      if (value === undefined || segment.constraints[at]?.(value) === false) return undefined;
      if (value !== '') parameters[name] = value;
    }
    if (segment.kind === 'catchAll') return parameters;
  }
  return path.length <= segments.length ? parameters : undefined;
}

/** Source of the order: learn.microsoft.com, "Routing in ASP.NET Core", route template precedence. */
function precedenceOf({ kind }: Segment): string {
  return { literal: '1', mixed: '2', parameter: '3', catchAll: '5' }[kind];
}

const CONSTRAINTS: Readonly<Record<string, RegExp>> = {
  int: /^[+-]?\d{1,10}$/,
  long: /^[+-]?\d{1,19}$/,
  alpha: /^[a-z]*$/i,
  bool: /^(true|false)$/i,
  guid: /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i,
  decimal: /^[+-]?\d+(\.\d+)?$/,
  double: /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i,
  float: /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i,
};

function toConstraint(text: string, where: string): (value: string) => boolean {
  const [, name = '', argument] = /^(\w+)(?:\(([^()]*)\))?$/.exec(text) ?? [];
  const expression = argument === undefined ? CONSTRAINTS[name.toLowerCase()] : undefined;
  if (expression !== undefined) return (value) => expression.test(value);
  const [first = NaN, second = first] = (argument ?? '')
    .split(',')
    .map((part) => (part === '' ? NaN : Number(part)));
  if (!Number.isNaN(first) && !Number.isNaN(second)) {
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
    }
  }
  throw new StandInError('unsupported', `${where}: the route constraint "${text}" is not supported`);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // A malformed escape is no value of any parameter.
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
