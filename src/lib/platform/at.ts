/** The element at an index that the caller knows to be there. @throws RangeError where it is not: a bug, said at once. */
export function at<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length) throw new RangeError(`no element ${index} among ${items.length}`);
  return items[index] as T;
}
