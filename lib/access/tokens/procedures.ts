import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { makeToken, revokeToken, rotateToken } from './commands.ts';
import { listOwnTokens } from './queries.ts';
import { MadeToken, NewToken, Rotation, Token } from './schema.ts';

const tag = 'Tokens';
const permission = 'session';

export const tokenOperations = {
  list: operation(
    'GET /account/tokens',
    { permission, tag, summary: 'List your tokens', input: z.strictObject({}), output: z.object({ tokens: z.array(Token) }) },
    async ({ actor }) => ({ tokens: await listOwnTokens(actor) }),
  ),
  make: operation(
    'POST /account/tokens',
    {
      ...{ permission, tag, sensitive: true, status: 201 },
      summary: 'Make a token of yours; the answer is the only time that it is told',
      input: NewToken,
      output: MadeToken,
    },
    ({ actor, input, context }) => makeToken(actor, actOf(context), input),
  ),
  rotate: operation(
    'POST /account/tokens/{id}/rotate',
    {
      ...{ permission, tag, sensitive: true, status: 201 },
      summary: 'Replace a token of yours by a new one; the old one is refused at once',
      input: Rotation,
      output: MadeToken,
    },
    ({ actor, input, context }) => rotateToken(actor, actOf(context), input),
  ),
  revoke: operation(
    'DELETE /account/tokens/{id}',
    {
      ...{ permission, tag, sensitive: true, status: 204 },
      summary: 'Revoke a token of yours',
      input: z.strictObject({ id: z.uuid() }),
      output: z.void(),
    },
    ({ actor, input, context }) => revokeToken(actor, actOf(context), input.id),
  ),
};
