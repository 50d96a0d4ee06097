import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { dataOption, findDataFolder } from '../../../../local/cli/data-folder';

let root: string;
let deep: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'data-folder-'));
  deep = join(root, 'a', 'b');
  mkdirSync(deep, { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('the data folder', () => {
  it('is that of SLUICE_DATA when it is set, relative to the working directory', () => {
    mkdirSync(join(deep, '.sluice'));
    const find = (set: string): string =>
      findDataFolder({ environment: { SLUICE_DATA: set }, directory: deep });
    expect(find('/elsewhere')).toBe('/elsewhere');
    expect(find('../mine')).toBe(join(root, 'a', 'mine'));
    expect(find('')).toBe(join(deep, '.sluice'));
  });

  it('is the nearest .sluice of this folder or a parent when the variable is not set', () => {
    const find = (): string => findDataFolder({ environment: {}, directory: deep });
    expect(find()).toBe(join(deep, '.sluice'));
    mkdirSync(join(root, '.sluice'));
    expect(find()).toBe(join(root, '.sluice'));
    writeFileSync(join(root, 'a', '.sluice'), 'a file is no data folder');
    expect(find()).toBe(join(root, '.sluice'));
    mkdirSync(join(deep, '.sluice'));
    expect(find()).toBe(join(deep, '.sluice'));
  });

  it('is the one of --data before all others, and the help names the rule', () => {
    const where = { environment: { SLUICE_DATA: '/elsewhere' }, directory: deep };
    const command = new Command().addOption(dataOption(undefined, where));
    expect(command.parse([], { from: 'user' }).opts()).toEqual({ data: '/elsewhere' });
    expect(command.getOptionValueSource('data')).toBe('default');
    expect(command.parse(['--data', 'x'], { from: 'user' }).opts()).toEqual({ data: 'x' });
    expect(command.helpInformation().replace(/\s+/g, ' ')).toContain(
      'data folder of the stack (default: SLUICE_DATA, or the nearest .sluice in this folder or a parent folder)',
    );
  });
});
