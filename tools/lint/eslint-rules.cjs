// @ts-check
/**
 * @import { Rule, SourceCode } from 'eslint'
 * @import { ArrayExpression, Node, ObjectExpression, SpreadElement } from 'estree'
 */

/**
 * Forbids `{ ...{ a }, b }`, `[...[a], b]` and `f(...[a])`: the spread of a literal means the same as its content. A
 * spread of an expression that returns a literal, as in `...(x ? [a] : [])`, is allowed.
 *
 * The fixer replaces the spread by the content, with its comments. It does not fix spreads that mean something else:
 * getters and setters, `__proto__`, a duplicate key, and holes in arrays.
 *
 * @type {Rule.RuleModule}
 */
const noSpreadOfLiterals = {
  meta: {
    type: 'suggestion',
    fixable: 'code',
    docs: {
      description: 'Forbid the spread of an object or array literal whose content can be written instead.',
    },
    messages: { spread: 'Replace the spread by the content of this literal.' },
    schema: [],
  },
  create(context) {
    return {
      SpreadElement(node) {
        const { argument, parent } = node;
        if (argument.type === 'ObjectExpression' && parent.type === 'ObjectExpression') {
          report(node, argument, canMoveProperties(node, argument, parent));
        } else if (argument.type === 'ArrayExpression' && isList(parent)) {
          report(node, argument, !hasHole(argument) && !hasHole(parent));
        }
      },
    };

    /**
     * @param {SpreadElement} node
     * @param {ObjectExpression | ArrayExpression} literal
     * @param {boolean} isFixable
     */
    function report(node, literal, isFixable) {
      context.report({
        node,
        messageId: 'spread',
        fix: isFixable ? (fixer) => writeContent(fixer, context.sourceCode, node, literal) : null,
      });
    }
  },
};

/**
 * Whether a node has a list of elements: an array, or the arguments of a call.
 *
 * @param {Node} node
 */
function isList(node) {
  return ['ArrayExpression', 'CallExpression', 'NewExpression'].includes(node.type);
}

/**
 * A hole of a spread array becomes `undefined`; in the outer array it would remain a hole.
 *
 * @param {Node} node
 */
function hasHole(node) {
  return node.type === 'ArrayExpression' && node.elements.includes(null);
}

/**
 * Whether the properties of an inner object literal mean the same in the outer one.
 *
 * @param {SpreadElement} spread
 * @param {ObjectExpression} inner
 * @param {ObjectExpression} outer
 */
function canMoveProperties(spread, inner, outer) {
  const others = outer.properties.filter((property) => property !== spread).map(nameOf);
  return inner.properties.every((property) => {
    if (property.type === 'SpreadElement') return true;
    const name = nameOf(property);
    if (property.kind !== 'init' || name === '__proto__') return false;
    return name === undefined || !others.includes(name);
  });
}

/**
 * The name of a property as written; undefined for a spread and for a computed name.
 *
 * @param {ObjectExpression['properties'][number]} property
 */
function nameOf(property) {
  if (property.type === 'SpreadElement' || property.computed) return undefined;
  if (property.key.type === 'Identifier') return property.key.name;
  return property.key.type === 'Literal' ? String(property.key.value) : undefined;
}

/**
 * Removes dots, parentheses, brackets and the commas at both ends from `...({ a, b, }),` and keeps the rest. The
 * comma of the outer list follows the last token of the content, so that it is not in a line comment.
 *
 * @param {Rule.RuleFixer} fixer
 * @param {SourceCode} source
 * @param {SpreadElement} node
 * @param {ObjectExpression | ArrayExpression} literal
 */
function writeContent(fixer, source, node, literal) {
  const content = source.getTokens(literal).slice(1, -1);
  if (content.at(-1)?.value === ',') content.pop();
  const [first, last] = [content[0], content.at(-1)];

  const after = source.getTokenAfter(node);
  const comma = after?.value === ',' ? after : undefined;
  const tokens = source.getTokens(node);
  const frame = tokens.filter(({ range }) =>
    first === undefined || last === undefined
      ? true
      : range[1] <= first.range[0] || range[0] >= last.range[1],
  );
  if (comma !== undefined) frame.push(comma);

  let text = '';
  let at = tokens[0]?.range[0] ?? 0;
  const start = at;
  for (const { range } of frame) {
    if (last !== undefined && comma !== undefined && at < last.range[1] && range[0] >= last.range[1]) {
      text += `${source.text.slice(at, last.range[1])},`;
      at = last.range[1];
    }
    text += source.text.slice(at, range[0]);
    at = range[1];
  }
  return fixer.replaceTextRange([start, at], withLineEnd(text.trim(), source.text.slice(at)));
}

/**
 * A line comment at the end needs a line break after it.
 *
 * @param {string} text
 * @param {string} rest the text after it
 */
function withLineEnd(text, rest) {
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  return lastLine.includes('//') && !/^[ \t]*\r?\n/.test(rest) ? `${text}\n` : text;
}

/** Rules of this repository, as a plugin for eslint.config.mjs. */
module.exports = { rules: { 'no-spread-of-literals': noSpreadOfLiterals } };
