/** What a stage answered within its time. */
export type Answer<T> =
  { readonly answered: true; readonly value: T } | { readonly answered: false; readonly error: unknown };

/** Waits for an answer, at most so long: a service that hangs must not take the status with it. */
export async function ask<T>(read: () => Promise<T>, timeoutMilliseconds: number): Promise<Answer<T>> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer within ${timeoutMilliseconds} ms`));
      }, timeoutMilliseconds);
    });
    return { answered: true, value: await Promise.race([read(), late]) };
  } catch (error) {
    return { answered: false, error };
  } finally {
    clearTimeout(timer);
  }
}
