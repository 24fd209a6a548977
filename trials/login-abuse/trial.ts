import { newcomer, setUpAuthenticator, signIn } from '../../packages/server/src/identity/test-people.ts';
import type { TrialApp } from '../trial-app.ts';

export interface LoginFigures {
  /** Seconds to wait after each further failure. */
  waits: number[];
  /** Of 100 guesses sent at once from one address, those whose password was looked at. */
  guessedAtOnce: number;
  /** Of all guesses of strangers at one account, those whose password was looked at. */
  guessedByStrangers: number;
  /** The owner's sign-ins meanwhile, from a known network and from a known browser elsewhere. */
  ownerFromKnownNetwork: number;
  ownerFromKnownBrowser: number;
  /** After an administrator unlocked the account, from a place nobody knows. */
  afterUnlock: number;
  /** Time for an unknown address as a share of that for a wrong password, both by their quicker quarter. */
  timeOfUnknown: number;
  reusedCode: number;
  reusedRecoveryCode: number;
  /** Of links that open an account, each of them used a second time: sign-in, new password, invitation. */
  reusedLinks: number[];
  /** A known and an unknown address asked for a reset: whether the answers are the same. */
  resetTellsNothing: boolean;
  /** Sign-ins by their answers. */
  statuses: Record<string, number>;
}

let networks = 0;
/** An address nobody has used yet. */
const elsewhere = () => {
  networks += 1;
  return `10.${(networks >> 16) & 255}.${(networks >> 8) & 255}.${networks & 255}`;
};

/** Everything somebody tries who does not have the password. */
export async function tryLoginAbuse(
  trial: TrialApp,
  given: { advance(seconds: number): void; strangers: number; samples: number },
): Promise<LoginFigures> {
  const { app, orgId } = trial;
  const statuses: Record<string, number> = {};
  const login = async (
    email: string,
    password: string,
    from: string,
    headers: Record<string, string> = {},
  ) => {
    const reply = await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      remoteAddress: from,
      headers,
      payload: { email, password },
    });
    statuses[reply.statusCode] = (statuses[reply.statusCode] ?? 0) + 1;
    return reply;
  };
  const answer = async (challenge_token: string, more: object) =>
    (
      await app.http.inject({
        method: 'POST',
        url: '/api/v1/auth/second-factor',
        payload: { challenge_token, ...more },
      })
    ).statusCode;

  const guessed = await newcomer(app, orgId);
  const attacker = elsewhere();
  const waits: number[] = [];
  // Five failures are free; from then on the right password has to wait as well, each time twice as long.
  for (let failure = 1; failure <= 10; failure++) {
    const wrong = await login(guessed.email, 'Guess-1-guess', attacker);
    if (wrong.statusCode !== 401) throw new Error(`failure ${failure} was answered ${wrong.statusCode}`);
    if (failure < 5) continue;
    const refused = await login(guessed.email, guessed.password, attacker);
    if (refused.statusCode !== 429) throw new Error(`a sign-in was let in after ${failure} failures`);
    const wait = Number(refused.headers['retry-after']);
    waits.push(wait);
    given.advance(wait);
  }

  const atOnce = await newcomer(app, orgId);
  const burst = await Promise.all(
    Array.from({ length: 100 }, () => login(atOnce.email, 'Guess-1-guess', '10.255.0.1')),
  );

  const owner = await newcomer(app, orgId);
  const home = elsewhere();
  const browser = await login(owner.email, owner.password, home, { 'x-granary-client': 'web' });
  const device = [browser.headers['set-cookie']]
    .flat()
    .find((cookie) => cookie?.startsWith('granary_device'));
  let guessedByStrangers = 0;
  for (let stranger = 0; stranger < given.strangers; stranger++) {
    const from = elsewhere();
    for (let guess = 0; guess < 3; guess++) {
      if ((await login(owner.email, 'Guess-1-guess', from)).statusCode === 401) guessedByStrangers += 1;
    }
  }
  const cookie = String(device).split(';')[0] ?? '';
  const fromNetwork = await login(owner.email, owner.password, home);
  const fromBrowser = await login(owner.email, owner.password, elsewhere(), { cookie });
  await app.http.inject({
    method: 'POST',
    url: `/api/v1/users/${owner.userId}/unlock`,
    headers: trial.headers,
  });
  const unlocked = await login(owner.email, owner.password, elsewhere());

  const timeOfUnknown = await compareTimes(given, (await newcomer(app, orgId)).email, login);

  const careful = await newcomer(app, orgId);
  const phone = await setUpAuthenticator(app, careful);
  const challenge = async () => (await signIn(app, careful)).challenge_token;
  const code = phone.code();
  if ((await answer(await challenge(), { code })) !== 200) throw new Error('a right code was refused');
  const reusedCode = await answer(await challenge(), { code });
  const [recovery_code] = phone.recoveryCodes;
  if ((await answer(await challenge(), { recovery_code })) !== 200)
    throw new Error('a recovery code was refused');
  const reusedRecoveryCode = await answer(await challenge(), { recovery_code });

  return {
    waits,
    guessedAtOnce: burst.filter(({ statusCode }) => statusCode === 401).length,
    guessedByStrangers,
    ownerFromKnownNetwork: fromNetwork.statusCode,
    ownerFromKnownBrowser: fromBrowser.statusCode,
    afterUnlock: unlocked.statusCode,
    timeOfUnknown,
    reusedCode,
    reusedRecoveryCode,
    reusedLinks: await reuseLinks(trial),
    resetTellsNothing: await resetTellsNothing(trial),
    statuses,
  };
}

/** Each kind of link that opens an account: used once, which must work, and then again. */
async function reuseLinks({ app, orgId, headers }: TrialApp): Promise<number[]> {
  const post = (url: string, payload: object, as: Record<string, string> = {}) =>
    app.http.inject({ method: 'POST', url: `/api/v1${url}`, headers: as, payload });
  const tokenIn = (link: string) => /[\w]{32}\.[\w-]+/.exec(link)?.[0] ?? '';
  const owner = await newcomer(app, orgId, 'owner');
  const forgetful = await newcomer(app, orgId);
  const reset = await post(`/users/${forgetful.userId}/password-reset`, {}, owner.headers);
  const invited = await post('/invitations', { email: 'guest@example.com', role: 'viewer' }, headers);
  const password = 'Sun-on-the-harbour-8';
  const uses: [string, object][] = [
    ['/auth/link', { token: await app.identity.createSignInLink(orgId) }],
    ['/auth/password-reset/confirm', { token: tokenIn(reset.json().link), new_password: password }],
    ['/auth/invitation', { token: tokenIn(invited.json().link), name: 'Guest', password }],
  ];
  const again: number[] = [];
  for (const [url, payload] of uses) {
    const first = await post(url, payload);
    if (first.statusCode >= 300) throw new Error(`${url}: ${first.body}`);
    again.push((await post(url, payload)).statusCode);
  }
  return again;
}

async function resetTellsNothing({ app, orgId }: TrialApp): Promise<boolean> {
  const ask = async (email: string) => {
    const url = '/api/v1/auth/password-reset';
    const reply = await app.http.inject({
      method: 'POST',
      url,
      remoteAddress: elsewhere(),
      payload: { email },
    });
    return `${reply.statusCode} ${reply.body}`;
  };
  const [known, unknown] = [await ask((await newcomer(app, orgId)).email), await ask('nobody@example.com')];
  return known.startsWith('202') && known === unknown;
}

type Login = (email: string, password: string, from: string) => Promise<{ statusCode: number }>;

/** In so many rounds one must show equal times: a busy machine is unfair now and then, the product would be always. */
const rounds = 3;

/** The time for an unknown address as a share of that for a wrong password, in the round that is nearest to 1. */
async function compareTimes(
  given: { advance(seconds: number): void; samples: number },
  knownEmail: string,
  login: Login,
): Promise<number> {
  let nearest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds && !isEqualTime(nearest); round++) {
    const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
    for (let sample = 0; sample < given.samples; sample++) {
      const kinds = ['known', 'unknown'] as const;
      for (const kind of sample % 2 === 0 ? kinds : kinds.toReversed()) {
        // The same number of failures for each, so that neither is slowed down.
        if (sample % 4 === 0) given.advance(16 * 60);
        const email = kind === 'known' ? knownEmail : 'nobody@example.com';
        const from = elsewhere();
        const startedAt = performance.now();
        const { statusCode } = await login(email, 'Guess-1-guess', from);
        times[kind].push(performance.now() - startedAt);
        // One that is sent away without a look at the password is quick, and would say nothing.
        if (statusCode !== 401) throw new Error(`a timed sign-in was answered ${statusCode}`);
      }
    }
    const share = quick(times.unknown) / quick(times.known);
    if (Math.abs(share - 1) < Math.abs(nearest - 1)) nearest = share;
  }
  return nearest;
}

export const isEqualTime = (share: number): boolean => Math.abs(share - 1) < 0.15;

/** The fourth part that was quickest: what the machine does besides only adds. */
const quick = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? Number.NaN;

/** What must hold on any machine; the equal times are judged where the machine is quiet. */
export function isSafe(figures: LoginFigures): boolean {
  return (
    figures.waits.join() === '30,60,120,240,480,900' &&
    figures.guessedAtOnce === 5 &&
    figures.guessedByStrangers > 0 &&
    figures.guessedByStrangers <= 20 &&
    [figures.ownerFromKnownNetwork, figures.ownerFromKnownBrowser, figures.afterUnlock].every(
      (status) => status === 200,
    ) &&
    figures.reusedCode === 401 &&
    figures.reusedRecoveryCode === 401 &&
    figures.reusedLinks.length === 3 &&
    figures.reusedLinks.every((status) => status >= 400 && status < 500 && status !== 429) &&
    figures.resetTellsNothing
  );
}
