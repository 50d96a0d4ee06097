import { join } from 'node:path';

/** What the tasks of these tests run. */
export const SCRIPT = join(__dirname, 'task-script.cjs');
