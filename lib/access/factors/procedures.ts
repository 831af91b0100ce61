import { z } from 'zod';
import { env } from '#lib/platform/env.ts';
import { actOf, operation } from '../procedure.ts';
import { addPasskey, addTotp, beginTotp, removePasskey, removeTotp, renamePasskey, renewRecoveryCodes, resetFactors } from './commands.ts';
import { askForNewPasskey } from './passkeys.ts';
import { getFactors } from './queries.ts';
import { Added, FactorCode, Factors, NewPasskeyAnswer, PasskeyName, PasskeyOptions, TotpEnrolment } from './schema.ts';

const tag = 'Account';
const nothing = z.strictObject({});
/** For people at a browser who proved themselves a short while ago, whether or not they have a second factor yet. */
const adding = { permission: 'session', sensitive: true, whileHeld: true, tag } as const;

export const factorOperations = {
  get: operation(
    'GET /account/factors',
    { permission: 'session', whileHeld: true, tag, summary: 'See your second factors', input: nothing, output: Factors },
    ({ actor }) => getFactors(actor),
  ),
  beginTotp: operation(
    'POST /account/totp',
    { ...adding, summary: 'Begin to add an authenticator app: the key that it is to hold', input: nothing, output: TotpEnrolment },
    ({ actor }) => beginTotp(actor, new URL(env().GATEHOUSE_URL).host),
  ),
  addTotp: operation(
    'PUT /account/totp',
    {
      ...adding,
      summary: 'Add the authenticator app, proven by a code it shows; replaces the one you had',
      input: z.strictObject({ code: FactorCode }),
      output: Added,
    },
    ({ actor, input, context }) => addTotp(actor, actOf(context), input.code),
  ),
  removeTotp: operation(
    'DELETE /account/totp',
    { permission: 'session', sensitive: true, tag, summary: 'Remove the authenticator app', input: nothing, output: z.void(), status: 204 },
    ({ actor, context }) => removeTotp(actor, actOf(context)),
  ),
  askForPasskey: operation(
    'POST /account/passkeys/options',
    { ...adding, summary: 'Begin to add a passkey: what the browser is asked to make', input: nothing, output: PasskeyOptions },
    async ({ actor }) => ({ ...(await askForNewPasskey({ sessionId: actor.sessionId }, actor)) }),
  ),
  addPasskey: operation(
    'POST /account/passkeys',
    {
      ...adding,
      summary: 'Add the passkey that the browser made',
      input: z.strictObject({ name: PasskeyName, answer: NewPasskeyAnswer }),
      output: Added.extend({ id: z.uuid() }),
      status: 201,
    },
    ({ actor, input, context }) => addPasskey(actor, actOf(context), input.name, input.answer),
  ),
  renamePasskey: operation(
    'PATCH /account/passkeys/{id}',
    {
      permission: 'session',
      tag,
      summary: 'Rename a passkey',
      input: z.strictObject({ id: z.uuid(), name: PasskeyName }),
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => renamePasskey(actor, actOf(context), input.id, input.name),
  ),
  removePasskey: operation(
    'DELETE /account/passkeys/{id}',
    {
      permission: 'session',
      sensitive: true,
      tag,
      summary: 'Remove a passkey',
      input: z.strictObject({ id: z.uuid() }),
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => removePasskey(actor, actOf(context), input.id),
  ),
  renewRecoveryCodes: operation(
    'POST /account/recovery-codes',
    {
      permission: 'session',
      sensitive: true,
      tag,
      summary: 'Make ten new recovery codes; the old ones work no more',
      input: nothing,
      output: z.object({ recoveryCodes: z.array(z.string()) }),
    },
    async ({ actor, context }) => ({ recoveryCodes: await renewRecoveryCodes(actor, actOf(context)) }),
  ),
  reset: operation(
    'POST /people/{id}/factors/reset',
    {
      permission: 'person.manage',
      sensitive: true,
      tag: 'People',
      summary: 'Take all second factors off a person who lost them; ends their sessions',
      input: z.strictObject({ id: z.uuid() }),
      output: z.void(),
      status: 204,
    },
    ({ actor, input, context }) => resetFactors(actor, actOf(context), input.id),
  ),
};
