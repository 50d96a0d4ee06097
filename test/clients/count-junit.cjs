// @ts-check
// Prints `PASSED FAILED SKIPPED` of reports in JUnit's form, as pytest and Maven write them.
const { readFileSync } = require('node:fs');

/** @param {string} attributes @param {string} name */
const numberOf = (attributes, name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0);

const sums = { passed: 0, failed: 0, skipped: 0 };
for (const file of process.argv.slice(2)) {
  const suites = [...readFileSync(file, 'utf8').matchAll(/<testsuite\s([^>]*)>/g)];
  if (suites.length === 0) throw new Error(`${file} has no test suite`);
  for (const [, attributes = ''] of suites) {
    const failed = numberOf(attributes, 'failures') + numberOf(attributes, 'errors');
    const skipped = numberOf(attributes, 'skipped');
    sums.passed += numberOf(attributes, 'tests') - failed - skipped;
    sums.failed += failed;
    sums.skipped += skipped;
  }
}
console.log(`${sums.passed} ${sums.failed} ${sums.skipped}`);
