import pino from 'pino';
import { shownReach } from '../packages/server/test/reached.ts';
import { browserSettings, tryBrowserSafety } from './browser/trial.ts';
import { startTrialApp } from './trial-app.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 22: security headers and CORS of every route, cookie flags, changes by
 * cookie from elsewhere, and secrets in the log.
 *   node trials/22-headers-cookies-canaries.ts
 * Ends with code 0 when every check holds, and the code behind every route was entered.
 */
process.exitCode = await withTrialDatabase('22', async (database) => {
  let written = '';
  const log = pino(
    { level: 'debug' },
    {
      write: (text: string) => {
        written += text;
      },
    },
  );
  const trial = await startTrialApp(database, browserSettings, log);
  try {
    const { checks, reached, failures } = await tryBrowserSafety(trial, () => written);
    const uncovered = [...reached.unasked(), ...reached.unreached()];
    process.stdout.write(
      `${checks - failures.length} of ${checks} checks hold\n${shownReach(reached)}\n` +
        `${uncovered.map((route) => `NOT COVERED ${route}\n`).join('')}${failures.slice(0, 20).join('\n')}\n`,
    );
    return failures.length === 0 && uncovered.length === 0 && checks > 10_000 ? 0 : 1;
  } finally {
    await trial.close();
  }
});
