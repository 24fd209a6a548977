import pino from 'pino';
import { isEqualTime, isSafe, tryLoginAbuse } from './login-abuse/trial.ts';
import { startTrialApp } from './trial-app.ts';
import { withTrialDatabase } from './trial-database.ts';

/*
 * Trial 20: sign-ins by who does not have the password.
 *   node trials/20-login-abuse.ts
 * Ends with code 0 when the waits grow, a hundred guesses at once get five tries,
 * 200 strangers cannot keep the owner out, an unknown address takes as long as
 * a wrong password (within 15 %), and codes and links work once.
 */
process.exitCode = await withTrialDatabase('20', async (database) => {
  let aheadMs = 0;
  const clock = () => new Date(Date.now() + aheadMs);
  const trial = await startTrialApp(database, {}, pino({ level: 'silent' }), clock);
  try {
    const figures = await tryLoginAbuse(trial, {
      advance: (seconds) => {
        aheadMs += seconds * 1000;
      },
      strangers: 200,
      samples: 60,
    });
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    return isSafe(figures) && isEqualTime(figures.timeOfUnknown) ? 0 : 1;
  } finally {
    await trial.close();
  }
});
