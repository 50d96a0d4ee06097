import { StandInError } from '../../kit';

/** What is between the braces of a route: `{*name:constraint(argument):constraint?}`. */
export interface RouteParameter {
  readonly name: string;
  readonly isCatchAll: boolean;
  readonly isOptional: boolean;
  /** Each as it is written, such as `int` or `regex(^a+$)`. */
  readonly constraints: readonly string[];
}

/**
 * Reads a parameter as ASP.NET Core does: a constraint ends at the closing bracket that a colon or the end follows, so a
 * regular expression may hold brackets, colons and question marks.
 * Source: dotnet/aspnetcore, RouteParameterParser.
 *
 * @param text without the braces; doubled braces are single ones here already
 * @throws StandInError `unsupported` for a default value or a malformed parameter
 */
export function parseRouteParameter(text: string, where: string): RouteParameter {
  const isOptional = text.endsWith('?');
  const [, stars = '', name = '', rest = ''] =
    /^(\*{0,2})([^:?=(){}*]+)(.*)$/s.exec(isOptional ? text.slice(0, -1) : text) ?? [];
  const constraints = splitConstraints(rest);
  if (name === '' || constraints === undefined)
    throw new StandInError('unsupported', `${where}: the route parameter "{${text}}" is not supported`);
  return { name, isCatchAll: stars !== '', isOptional, constraints };
}

/** @returns undefined where what follows the name is no list of constraints */
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
