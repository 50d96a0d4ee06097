/** Owners and permissions that everything has: what the real service gives to what is made with the account's key. */
export const ACCESS = {
  owners: { owner: '$superuser', group: '$superuser' },
  file: 'rw-r-----',
  directory: 'rwxr-x---',
} as const;
