import { expect, it } from 'vitest';
import { tryDatabaseNetwork } from './database-outage/network-trial.ts';

it('a failing network to the database holds no request for long, and Granary is at work again by itself', async () => {
  const result = await tryDatabaseNetwork({ readers: 4, writers: 2 }, 3_000);
  expect(result.lost).toEqual([]);
  expect(result.wrong).toEqual([]);
  expect(result.slowestSeconds).toBeLessThan(30);
  for (const fault of result.faults) {
    expect(fault.recoveredSeconds, fault.name).toBeLessThan(30);
    expect(fault.health.lies, fault.name).toEqual([]);
    expect([fault.burst.answered, fault.stuckConnections], fault.name).toEqual([fault.burst.asked, 0]);
  }
}, 180_000);
