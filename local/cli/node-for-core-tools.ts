/** The newest Node.js that every Node worker of Functions 4 supports. */
const NEWEST_FOR_ALL = 22;

/**
 * Returns a warning if some versions of Core Tools cannot run the app with this Node.js.
 *
 * Workers before 3.11 (such as 3.9.1) end with "Incompatible Node.js version" on Node.js 24.
 *
 * @param version as `process.version`
 * @returns undefined if every version of Core Tools supports it
 * @see https://github.com/Azure/azure-functions-host/pull/11251
 */
export function warnOfNodeVersion(version: string): string | undefined {
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  if (!(major > NEWEST_FOR_ALL)) return undefined;
  return (
    `Node.js ${version}: Core Tools with a Node worker older than 3.11 refuse it ("Incompatible Node.js version"). ` +
    `If func ends at once, use Node.js ${NEWEST_FOR_ALL} or newer Core Tools.`
  );
}
