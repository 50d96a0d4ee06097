import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashInputs, type MadeFrom, PARAMETERS } from './inputs';

/** Records in `made-from.json` that the snapshots beside it were made from the files as they are now. */
const root = join(__dirname, '../..');
const path = join(root, PARAMETERS, 'made-from.json');
const before = JSON.parse(readFileSync(path, 'utf8')) as MadeFrom;
writeFileSync(path, `${JSON.stringify({ ...before, sha256: hashInputs(root) }, null, 2)}\n`);
