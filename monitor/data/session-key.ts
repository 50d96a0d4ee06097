const NAME = 'sluice.functionKey';

/** The function key of this tab, in session storage, which ends with the tab. */
export const sessionKey = {
  read: (): string | null => sessionStorage.getItem(NAME),
  write: (key: string): void => {
    sessionStorage.setItem(NAME, key);
  },
  forget: (): void => {
    sessionStorage.removeItem(NAME);
  },
};
