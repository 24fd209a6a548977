import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerSimulate } from '../src/simulate.ts';

describe('granary simulate', () => {
  let folder: string;
  let printed: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'granary-simulate-'));
    printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  function simulate(...options: string[]): Promise<Command> {
    const program = new Command('granary').exitOverride().configureOutput({ writeErr: () => {} });
    registerSimulate(program);
    for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
    return program.parseAsync(['simulate', '--stores', '2', '--items', '8', '--out', folder, ...options], {
      from: 'user',
    });
  }

  it('writes six files and says how many rows each has', async () => {
    await simulate('--days', '60', '--json');
    const { files, ...span } = JSON.parse(printed);
    expect(span).toEqual({ start_date: '2026-09-17', end_date: '2026-11-15' });
    expect((await readdir(folder)).sort()).toEqual(files.map(({ file }: { file: string }) => file).sort());
    for (const { file, rows } of files) {
      expect((await readFile(join(folder, file), 'utf8')).trimEnd().split('\n')).toHaveLength(rows + 1);
    }
  });

  it('writes workbooks when asked for a messy company', async () => {
    await simulate('--days', '60', '--messy');
    expect(await readdir(folder)).toContain('inventory.xlsx');
    expect(printed).toContain('2026-09-17 to 2026-11-15');
  });

  it.each([
    [['--days', '59'], 'days must be a whole number from 60 to 3650, got 59'],
    [['--days', 'many'], 'It must be a whole number.'],
    [['--end-date', '2026-02-30'], "date must be an existing day as 'YYYY-MM-DD', got '2026-02-30'"],
    [['--preset', 'baker'], 'Allowed choices are grocer'],
  ])('refuses %j and writes nothing', async (options, message) => {
    await expect(simulate(...options)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual([]);
  });
});
