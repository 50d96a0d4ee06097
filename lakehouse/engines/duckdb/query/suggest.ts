/** Maximum number of suggestions. */
const MAX_SUGGESTIONS = 3;

/**
 * Finds the names that a typing error most likely meant, nearest first. Names with the same text in another schema
 * count as near: `sales_day` suggests `gold.sales_day`.
 */
export function suggest(name: string, names: readonly string[]): string[] {
  const given = name.toLowerCase();
  const maxDistance = Math.max(1, Math.floor(lastPart(given).length / 3));
  return names
    .map((candidate) => ({ candidate, distance: distanceTo(given, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= maxDistance)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

/** Such as ` Did you mean gold.sales_day?`, or nothing. */
export function toHint(suggestions: readonly string[]): string {
  return suggestions.length === 0 ? '' : ` Did you mean ${suggestions.join(' or ')}?`;
}

function distanceTo(given: string, candidate: string): number {
  return Math.min(editDistance(given, candidate), editDistance(lastPart(given), lastPart(candidate)));
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Characters to insert, remove or replace, or neighbours to swap, to get from one text to the other. */
export function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(beforeLast, column - 2) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? Infinity;
}
