import { z } from 'zod';
import type { Config } from '../../config.ts';
import { apiPrefix } from '../../platform/http/addresses.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { onlyPeople } from '../sessions/only-people.ts';
import { userParams } from '../sessions/schema.ts';
import {
  confirmBody,
  enrolmentReply,
  passwordOnlyBody,
  recoveryCodesReply,
  secondFactorState,
} from './schema.ts';
import type { SecondFactors } from './service.ts';

/** Setting up, renewing and removing a second factor; answering with it is part of signing in. */
export function secondFactorRoutes(options: {
  config: Pick<Config, 'loginAttemptsPerMinute'>;
  secondFactors: SecondFactors;
}): Route[] {
  const { secondFactors } = options;
  const perMinute = options.config.loginAttemptsPerMinute;
  const tag = 'identity';
  return [
    route({
      method: 'GET',
      path: '/auth/second-factor',
      permission: 'signed-in',
      summary: 'Whether you have a second factor, and how many recovery codes are left',
      tag,
      reply: { 200: secondFactorState },
      example: {},
      handle: ({ caller }) => secondFactors.state(caller),
    }),
    route({
      method: 'POST',
      path: '/auth/second-factor/enrolment',
      secretReply: true,
      permission: 'signed-in',
      summary: 'Begin to set up an authenticator; nothing changes until it is confirmed',
      tag,
      perMinute,
      reply: { 201: enrolmentReply },
      errors: ['no_password', 'second_factor_on', 'not_for_machines'],
      example: {},
      handle: ({ caller, reply }) => {
        onlyPeople(caller);
        reply
          .status(201)
          .header('location', `${apiPrefix}/auth/second-factor`)
          .header('cache-control', 'no-store');
        return secondFactors.enrol(caller);
      },
    }),
    route({
      method: 'POST',
      path: '/auth/second-factor/enrolment/confirm',
      secretReply: true,
      permission: 'signed-in',
      summary: 'Confirm the authenticator with its first code and your password; answers the recovery codes',
      tag,
      perMinute,
      body: confirmBody,
      reply: { 200: recoveryCodesReply },
      errors: [
        'code_wrong',
        'second_factor_on',
        'current_password_wrong',
        'sign_in_delayed',
        'too_many_sign_ins',
        'not_for_machines',
      ],
      example: { body: { code: '492039', password: 'Rain-on-the-harbour-7' } },
      handle: ({ caller, body, reply, correlationId }) => {
        onlyPeople(caller);
        reply.header('cache-control', 'no-store');
        return secondFactors.confirm(caller, body, correlationId);
      },
    }),
    route({
      method: 'POST',
      path: '/auth/second-factor/recovery-codes',
      secretReply: true,
      permission: 'signed-in',
      summary: 'Make new recovery codes; the old ones no longer work',
      tag,
      perMinute,
      body: passwordOnlyBody,
      reply: { 200: recoveryCodesReply },
      errors: [
        'current_password_wrong',
        'second_factor_off',
        'sign_in_delayed',
        'too_many_sign_ins',
        'not_for_machines',
      ],
      example: { body: { password: 'Rain-on-the-harbour-7' } },
      handle: ({ caller, body, reply, correlationId }) => {
        onlyPeople(caller);
        reply.header('cache-control', 'no-store');
        return secondFactors.renewRecoveryCodes(caller, body.password, correlationId);
      },
    }),
    route({
      method: 'DELETE',
      path: '/auth/second-factor',
      permission: 'signed-in',
      summary: 'Remove your second factor',
      tag,
      perMinute,
      body: passwordOnlyBody,
      reply: { 204: z.undefined() },
      errors: [
        'current_password_wrong',
        'second_factor_off',
        'sign_in_delayed',
        'too_many_sign_ins',
        'not_for_machines',
      ],
      example: { body: { password: 'Rain-on-the-harbour-7' } },
      handle: async ({ caller, body, reply, correlationId }) => {
        onlyPeople(caller);
        await secondFactors.remove(caller, body.password, correlationId);
        reply.status(204);
      },
    }),
    route({
      method: 'DELETE',
      path: '/users/:user_id/second-factor',
      permission: 'identity.manage',
      summary: 'Remove the second factor of somebody who lost phone and recovery codes',
      tag,
      params: userParams,
      reply: { 204: z.undefined() },
      errors: ['user_not_found', 'second_factor_off', 'beyond_own_rights', 'own_account', 'not_for_machines'],
      example: { params: { user_id: '8376e47e-702c-4b67-b2c0-adae4432f070' } },
      handle: async ({ caller, params, reply, correlationId }) => {
        onlyPeople(caller);
        await secondFactors.removeOf(caller, params.user_id, correlationId);
        reply.status(204);
      },
    }),
  ];
}
