/** The newest Node.js that every Node worker of Functions 4 takes. */
const NEWEST_FOR_ALL = 22;

/**
 * What to know before Core Tools run the app with this Node.js; undefined where every version of them takes it.
 *
 * Workers before 3.11 (such as 3.9.1) end with "Incompatible Node.js version" on Node.js 24.
 *
 * @param version as `process.version`
 * @see https://github.com/Azure/azure-functions-host/pull/11251
 */
export function warnOfNodeVersion(version: string): string | undefined {
  const major = Number(/^v(\d+)\./.exec(version)?.[1]);
  if (!(major > NEWEST_FOR_ALL)) return undefined;
  return (
    `Node.js ${version}: Core Tools whose Node worker is older than 3.11 refuse it ("Incompatible Node.js version"). ` +
    `Where func ends at once, use Node.js ${NEWEST_FOR_ALL} or newer Core Tools.`
  );
}
