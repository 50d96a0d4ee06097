import { isJsonObject, type Json } from '../../kit';
import { ActivityFailure } from '../engine/activity-failure';
import { evaluate, EvaluationError, type Scope, toText } from './evaluate';
import { ExpressionSyntaxError, parseExpression } from './parse-expression';

/**
 * Replaces every expression in a value by its result
 * (https://learn.microsoft.com/azure/data-factory/control-flow-expression-language-functions).
 *
 * - A text that begins with `@` is an expression; `@@` is a literal `@`.
 * - `@{…}` within a text is replaced by its result as text.
 * - `{"type": "Expression", "value": …}` is replaced by the result of its value.
 *
 * @throws ActivityFailure `BadRequest` with the expression
 */
export function resolveValue(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return resolveText(value, scope);
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => resolveValue(element, scope));
  if (!isJsonObject(value)) return value;
  if (value['type'] === 'Expression' && value['value'] !== undefined) {
    return resolveValue(value['value'], scope);
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolveValue(inner, scope)]));
}

function resolveText(text: string, scope: Scope): Json {
  try {
    if (text.startsWith('@@')) return text.slice(1);
    if (!text.startsWith('@') || text.startsWith('@{')) return interpolate(text, scope);
    const { expression, end } = parseExpression(text, 1);
    if (end < text.length) throw new ExpressionSyntaxError(`"${text.slice(end)}" follows the expression`);
    return evaluate(expression, scope);
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError) && !(error instanceof EvaluationError)) throw error;
    const verb = error instanceof EvaluationError ? 'cannot be evaluated because' : 'is not valid:';
    throw new ActivityFailure(
      'BadRequest',
      `ErrorCode=InvalidTemplate, ErrorMessage=The expression '${text}' ${verb} ${error.message}.`,
      { cause: error },
    );
  }
}

function interpolate(text: string, scope: Scope): string {
  let result = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf('@{', at);
    if (start < 0) return result + text.slice(at);
    if (text[start - 1] === '@') {
      // `@@{` is the text `@{`.
      result += `${text.slice(at, start - 1)}@{`;
      at = start + 2;
      continue;
    }
    const { expression, end } = parseExpression(text, start + 2);
    if (text[end] !== '}') throw new ExpressionSyntaxError(`"}" is missing at character ${end + 1}`);
    result += text.slice(at, start) + toText(evaluate(expression, scope));
    at = end + 1;
  }
}
