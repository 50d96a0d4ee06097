import { StandInError } from '../../kit';

export type RouteConstraint = (value: string) => boolean;

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
 * A constraint of a route parameter, such as `int`, `range(1,5)` or `regex(^\d+$)`.
 * Source: learn.microsoft.com, "Routing in ASP.NET Core", route constraints.
 *
 * @throws StandInError `unsupported` for one that is not known here
 */
export function toRouteConstraint(text: string, where: string): RouteConstraint {
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

/** ASP.NET compares without case. An expression that .NET alone understands is refused. */
function ofRegularExpression(source: string): RouteConstraint | undefined {
  let expression: RegExp;
  try {
    expression = new RegExp(source, 'iu');
  } catch {
    return undefined; // The caller refuses it by name.
  }
  return (value) => expression.test(value);
}
