import { z } from 'zod';
import { sessionCookieHeader } from '../cookie.ts';
import { PasskeyOptions } from '../factors/schema.ts';
import { actOf, confirmationMinutes, operation } from '../procedure.ts';
import { endOtherSessions, endOwnSession } from './commands.ts';
import { askToConfirm, confirmationMethodsOf, confirmIdentity } from './confirmation.ts';
import { listOwnSessions } from './queries.ts';
import { confirmationMethods } from './rules.ts';
import { Confirmation, OwnSession } from './schema.ts';

const tag = 'Account';

export const sessionOperations = {
  list: operation(
    'GET /account/sessions',
    {
      permission: 'session',
      tag,
      summary: 'List your sessions',
      input: z.strictObject({}),
      output: z.object({ sessions: z.array(OwnSession) }),
    },
    async ({ actor }) => ({ sessions: await listOwnSessions(actor) }),
  ),
  end: operation(
    'DELETE /account/sessions/{id}',
    {
      permission: 'session',
      tag,
      summary: 'End one of your sessions',
      input: z.strictObject({ id: z.uuid() }),
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => endOwnSession(actor, actOf(context), input.id),
  ),
  endOthers: operation(
    'POST /account/sessions/end-others',
    {
      permission: 'session',
      tag,
      summary: 'End all your sessions but this one',
      input: z.strictObject({}),
      output: z.object({ ended: z.int() }),
    },
    async ({ actor, context }) => ({ ended: await endOtherSessions(actor, actOf(context)) }),
  ),
  confirmation: operation(
    'GET /account/confirm',
    {
      permission: 'session',
      whileHeld: true,
      tag,
      summary: 'See until when your last proof of who you are holds, and by what you can give another',
      input: z.strictObject({}),
      output: z.object({ until: z.iso.datetime(), methods: z.array(z.enum(confirmationMethods)) }),
    },
    async ({ actor }) => ({
      until: new Date((actor.confirmedAt?.getTime() ?? 0) + confirmationMinutes * 60_000).toISOString(),
      methods: await confirmationMethodsOf(actor),
    }),
  ),
  askToConfirm: operation(
    'POST /account/confirm/passkey',
    {
      permission: 'session',
      whileHeld: true,
      tag,
      summary: 'Ask for the challenge that one of your passkeys is to sign',
      input: z.strictObject({}),
      output: PasskeyOptions,
    },
    async ({ actor }) => ({ ...(await askToConfirm(actor)) }),
  ),
  confirm: operation(
    'POST /account/confirm',
    {
      permission: 'session',
      whileHeld: true,
      tag,
      summary: 'Prove that it is you, for what asks for a fresh proof; renews the token of this session',
      input: z.strictObject({ proof: Confirmation }),
      output: z.object({ headers: z.object({ 'set-cookie': z.string() }) }),
      detailed: true,
      status: 204,
    },
    async ({ actor, input, context }) => {
      const { token, seconds } = await confirmIdentity(actor, actOf(context), input.proof);
      return { headers: { 'set-cookie': sessionCookieHeader(token, seconds) } };
    },
  ),
};
