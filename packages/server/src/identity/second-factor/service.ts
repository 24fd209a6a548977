import { type Clock, secondsAfter } from '../../platform/clock.ts';
import { type Database, type Tx, withOrganization } from '../../platform/database/index.ts';
import { conflict, invalid, missing, unauthenticated } from '../../platform/http/errors.ts';
import type { Caller } from '../../platform/http/route.ts';
import { type Actor, recordAudit } from '../audit/record.ts';
import { recordSecurityEvent, type SecurityEventKind } from '../audit/security-events.ts';
import type { Client, Guard } from '../protection/guard.ts';
import { findUser } from '../queries.ts';
import { type RefuseSuperior, refuseOwnAccount } from '../roles/superior.ts';
import { actorOf, type Visitor } from '../sessions/service.ts';
import { createToken, readToken } from '../token.ts';
import type { Codes, Enrolment } from './codes.ts';
import * as queries from './queries.ts';
import type { SecondFactorState } from './schema.ts';

const challengeSeconds = 5 * 60;

/** A code of the authenticator, or one of the recovery codes. */
export interface GivenCode {
  code?: string | undefined;
  recovery_code?: string | undefined;
}

export type SecondFactors = ReturnType<typeof createSecondFactors>;

export function createSecondFactors(options: {
  database: Database;
  clock: Clock;
  guard: Guard;
  codes: Codes;
  refuseSuperior: RefuseSuperior;
  /** @throws {AppError} 422 when it is not the caller's password */
  checkPassword(caller: Caller, password: string | undefined): Promise<unknown>;
}) {
  const { database, clock, guard, codes, checkPassword, refuseSuperior } = options;
  const inOrganization = <Result>(caller: Pick<Caller, 'orgId'>, work: (tx: Tx) => Promise<Result>) =>
    withOrganization(database, caller.orgId, work);

  async function tell(tx: Tx, actor: Actor, userId: string, verb: string, kind: SecurityEventKind) {
    await recordAudit(tx, actor, [{ verb, entity: 'user', entityId: userId }]);
    await recordSecurityEvent(tx, {
      kind,
      userId,
      actorId: actor.userId,
      correlationId: actor.correlationId,
    });
  }

  async function isStepRight(tx: Tx, userId: string, code: string): Promise<boolean> {
    const factor = await queries.findSecondFactor(tx, userId);
    const secret = factor === undefined ? undefined : codes.decrypt(factor.encrypted_secret, userId);
    const step = secret === undefined ? undefined : codes.stepOf(secret, code, clock());
    return step !== undefined && (await queries.useStep(tx, userId, step));
  }

  async function isRight(tx: Tx, userId: string, given: GivenCode): Promise<boolean> {
    if (given.code !== undefined) return isStepRight(tx, userId, given.code);
    const codeHash = codes.hashRecoveryCode(given.recovery_code ?? '');
    return queries.useRecoveryCode(tx, userId, codeHash, clock());
  }

  async function makeRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
    const made = codes.makeRecoveryCodes();
    await queries.replaceRecoveryCodes(tx, userId, made.map(codes.hashRecoveryCode));
    return made;
  }

  return {
    /** Whether the password alone is not enough. */
    isOn: async (tx: Tx, userId: string): Promise<boolean> =>
      (await queries.findSecondFactor(tx, userId))?.is_confirmed ?? false,

    /** What is handed out in place of a session while the second factor is awaited. */
    async challenge(tx: Tx, userId: string, mode: 'cookie' | 'token', by: string) {
      const at = clock();
      const { token, tokenHash } = createToken(tx.orgId);
      const expiresAt = secondsAfter(at, challengeSeconds);
      await queries.insertChallenge(tx, { tokenHash, userId, mode, by, at, expiresAt });
      return { challenge_token: token, methods: ['totp' as const, 'recovery_code' as const] };
    },

    /**
     * Answers a challenge: `open` makes the session in the same transaction, so a
     * code is used up exactly when it opened one.
     */
    async answer<Opened>(
      given: GivenCode & { challenge_token: string },
      visitor: Visitor & Client,
      open: (tx: Tx, challenge: queries.Challenge) => Promise<Opened>,
    ): Promise<{ opened: Opened; email: string | null }> {
      const read = readToken(given.challenge_token);
      const outdated = () =>
        unauthenticated('challenge_not_valid', 'This sign-in took longer than five minutes. Begin it again.');
      if (read === undefined) throw outdated();
      const asked = await withOrganization(database, read.orgId, (tx) =>
        queries.lockChallenge(tx, read.tokenHash, clock()),
      );
      if (asked === undefined) throw outdated();
      const attempt = await guard.enter(secondFactorAccount(asked.user_id), visitor);
      const outcome = await withOrganization(database, read.orgId, async (tx) => {
        const challenge = await queries.lockChallenge(tx, read.tokenHash, clock());
        if (challenge === undefined) return undefined;
        const event = { userId: challenge.user_id, address: visitor.address, userAgent: visitor.userAgent };
        const { correlationId } = visitor;
        if (!(await isRight(tx, challenge.user_id, given))) {
          await recordSecurityEvent(tx, { kind: 'second_factor_failed', ...event, correlationId });
          return 'wrong' as const;
        }
        if (given.code === undefined) {
          await recordSecurityEvent(tx, { kind: 'recovery_code_used', ...event, correlationId });
        }
        await queries.useChallenge(tx, read.tokenHash, clock());
        return { opened: await open(tx, challenge), email: challenge.email };
      });
      if (outcome === undefined) throw outdated();
      if (outcome === 'wrong') {
        throw unauthenticated(
          'second_factor_wrong',
          'This code is not right, or was used already. Wait for the next one, or use a recovery code.',
        );
      }
      await attempt.succeeded();
      return outcome;
    },

    state: (caller: Caller): Promise<SecondFactorState> =>
      inOrganization(caller, async (tx) => {
        const factor = await queries.findSecondFactor(tx, caller.userId);
        if (factor?.is_confirmed !== true) return { is_on: false, recovery_codes_left: 0 };
        return { is_on: true, recovery_codes_left: await queries.countRecoveryCodes(tx, caller.userId) };
      }),

    enrol: (caller: Caller): Promise<Enrolment> =>
      inOrganization(caller, async (tx) => {
        const person = await findUser(tx, caller.userId);
        if (person?.email == null) {
          throw conflict('no_password', 'Set an e-mail address and password first, with PUT /auth/account.');
        }
        const enrolment = codes.enrol(person.email);
        const encryptedSecret = codes.encrypt(enrolment.secret, caller.userId);
        const begun = await queries.beginEnrolment(tx, {
          userId: caller.userId,
          encryptedSecret,
          at: clock(),
        });
        if (!begun) {
          throw conflict(
            'second_factor_on',
            'You have a second factor already. Remove it to set up another.',
          );
        }
        return enrolment;
      }),

    /** With the password: whoever got hold of a session must not shut its owner out. */
    async confirm(
      caller: Caller,
      { code, password }: { code: string; password?: string | undefined },
      correlationId: string,
    ): Promise<{ recovery_codes: string[] }> {
      await checkPassword(caller, password);
      return inOrganization(caller, async (tx) => {
        if (!(await isStepRight(tx, caller.userId, code))) {
          throw invalid('code_wrong', 'This code is not right. Check the clock of your phone.', {
            details: [{ field: 'code', message: 'is not right' }],
          });
        }
        if (!(await queries.confirmFactor(tx, caller.userId, clock()))) {
          throw conflict('second_factor_on', 'Your second factor is confirmed already.');
        }
        const actor = actorOf(caller, correlationId);
        await tell(tx, actor, caller.userId, 'second_factor_set', 'second_factor_enrolled');
        return { recovery_codes: await makeRecoveryCodes(tx, caller.userId) };
      });
    },

    async renewRecoveryCodes(caller: Caller, password: string, correlationId: string) {
      await checkPassword(caller, password);
      return inOrganization(caller, async (tx) => {
        if ((await queries.findSecondFactor(tx, caller.userId))?.is_confirmed !== true) throw isOff();
        await recordAudit(tx, actorOf(caller, correlationId), [
          { verb: 'recovery_codes_renewed', entity: 'user', entityId: caller.userId },
        ]);
        return { recovery_codes: await makeRecoveryCodes(tx, caller.userId) };
      });
    },

    async remove(caller: Caller, password: string, correlationId: string): Promise<void> {
      await checkPassword(caller, password);
      await inOrganization(caller, async (tx) => {
        if (!(await queries.removeFactor(tx, caller.userId))) throw isOff();
        const actor = actorOf(caller, correlationId);
        await tell(tx, actor, caller.userId, 'second_factor_removed', 'second_factor_removed');
      });
    },

    /** For somebody who lost phone and codes; only by who holds every right of that person. */
    removeOf: (caller: Caller, userId: string, correlationId: string): Promise<void> =>
      inOrganization(caller, async (tx) => {
        const person = await findUser(tx, userId);
        if (person === undefined)
          throw missing('user_not_found', 'There is no such person in this organization.');
        refuseOwnAccount(caller, userId);
        await refuseSuperior(tx, caller, { userId, name: person.name });
        if (!(await queries.removeFactor(tx, userId))) throw isOff();
        await tell(
          tx,
          actorOf(caller, correlationId),
          userId,
          'second_factor_removed',
          'second_factor_removed',
        );
      }),
  };
}

export const secondFactorAccount = (userId: string) => `second factor ${userId}`;

function isOff() {
  return missing('second_factor_off', 'There is no second factor.');
}
