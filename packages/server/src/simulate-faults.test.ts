import { expect, it } from 'vitest';
import { simulateFaults } from './simulate-faults.ts';

it('granary error simulate: each kind of fault is withstood as promised', async () => {
  const told: string[] = [];
  const results = await simulateFaults(({ fault }) => told.push(fault));
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(told).toEqual([
    'database refuses connections',
    'database answers nothing',
    'database process killed',
    'announcements cut',
    'deadlock',
    'mail server down',
    'fault in our code, 20 times',
    'poisoned record in a calculation',
  ]);
}, 180_000);
