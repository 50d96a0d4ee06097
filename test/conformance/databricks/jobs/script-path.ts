import { join } from 'node:path';

/** The program that the tasks of these tests run. */
export const SCRIPT = join(__dirname, 'task-script.cjs');
