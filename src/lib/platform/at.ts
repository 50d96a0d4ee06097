/** Returns the element at an index that is known to exist. @throws RangeError if it does not exist, which is a bug */
export function at<T>(items: readonly T[], index: number): T {
  if (index < 0 || index >= items.length)
    throw new RangeError(`index ${index} is out of range: there are ${items.length} elements`);
  return items[index] as T;
}
