const NAME = 'sluice.functionKey';

/** The function key of this tab. It leaves with the tab: session storage is not written to disk for good. */
export const sessionKey = {
  read: (): string | null => sessionStorage.getItem(NAME),
  write: (key: string): void => {
    sessionStorage.setItem(NAME, key);
  },
  forget: (): void => {
    sessionStorage.removeItem(NAME);
  },
};
