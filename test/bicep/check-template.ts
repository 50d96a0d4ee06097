import { readFileSync } from 'node:fs';
import { type ArmTemplate, toFiles } from '../unit/deploy/arm-template';
import { checkClosed, checkDiagnostics, checkSecrets, checkSignIn, checkTags } from '../unit/deploy/security';

/** Checks a compiled template: `tsx check-template.ts main.json`. Exit code 1 where there is a finding. */
const [path = ''] = process.argv.slice(2);
const files = toFiles(JSON.parse(readFileSync(path, 'utf8')) as ArmTemplate, 'main.json');
const project = { files, exists: () => true };
const findings = [checkClosed, checkSignIn, checkSecrets, checkTags, checkDiagnostics].flatMap((check) =>
  check(project),
);
const resources = files.flatMap((file) => file.resources);
// A template without resources would pass every rule.
if (resources.length === 0) findings.push(`${path}: has no resources`);
for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
