import { expect, it } from 'vitest';
import { tryDatabaseRestart } from './database-outage/restart-trial.ts';

it('a database killed, stopped and cut under load loses nothing acknowledged and answers nothing wrong', async () => {
  const result = await tryDatabaseRestart({ readers: 3, writers: 2 }, 1);
  expect(result.lost).toEqual([]);
  expect(result.wrong).toEqual([]);
  expect(result.acknowledged).toBeGreaterThan(15);
  for (const fault of result.faults) {
    expect(fault.isDone, fault.name).toBe(true);
    expect(fault.unavailableSeconds, fault.name).toBeLessThan(10);
    expect(fault.recoveredSeconds, fault.name).toBeLessThan(20);
  }
}, 180_000);
