import { parseArgs } from 'node:util';
import { isPassed, tryRacingEdits } from './racing-edits/trial.ts';
import { startTrialApp } from './trial-app.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 6: 10,000 edits of one thing by 20 clients at once.
 *   node trials/06-racing-edits.ts [--edits 10000] [--clients 20]
 * Ends with code 0 when no accepted edit is lost and every other one was
 * refused as stale: 409 for a version in the body, 412 for one in If-Match.
 */
const { values: flags } = parseArgs({
  options: {
    edits: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '20' },
  },
});

process.exitCode = await withTrialDatabase('06', async (database) => {
  const trial = await startTrialApp(database);
  try {
    const startedAt = performance.now();
    const result = await tryRacingEdits(trial, {
      edits: Number(flags.edits),
      clients: Number(flags.clients),
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(
      `${result.edits} edits by ${flags.clients} clients in ${seconds} s: ${result.accepted} accepted, ` +
        `${result.stale.body} stale by body (409), ${result.stale.header} stale by If-Match (412), ` +
        `${result.wrong} other answers, ${result.lost} lost\n`,
    );
    return isPassed(result) ? 0 : 1;
  } finally {
    await trial.close();
  }
});
