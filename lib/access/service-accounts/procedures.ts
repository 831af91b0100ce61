import { z } from 'zod';
import { actOf, operation } from '../procedure.ts';
import { MadeToken, Token } from '../tokens/schema.ts';
import { listServiceActivity } from './activity.ts';
import { createServiceAccount, deactivateServiceAccount, editServiceAccount, reactivateServiceAccount } from './commands.ts';
import { getServiceAccount, listServiceAccounts, listServiceTokens } from './queries.ts';
import {
  ActivityInput,
  InTeam,
  NewServiceAccount,
  NewServiceToken,
  One,
  ServiceAccount,
  ServiceAccountEdit,
  ServiceActivity,
  ServiceRotation,
  TokenOfService,
} from './schema.ts';
import { makeServiceToken, revokeServiceToken, rotateServiceToken } from './token-commands.ts';

const usual = { permission: 'service.manage', tag: 'Service accounts' } as const;
const sensitive = { ...usual, sensitive: true } as const;

export const serviceAccountOperations = {
  list: operation(
    'GET /teams/{teamId}/service-accounts',
    { ...usual, summary: 'List the service accounts of a team', input: InTeam, output: z.object({ accounts: z.array(ServiceAccount) }) },
    async ({ actor, input }) => ({ accounts: await listServiceAccounts(actor, input.teamId) }),
  ),
  create: operation(
    'POST /teams/{teamId}/service-accounts',
    { ...sensitive, summary: 'Make a service account in a team', input: NewServiceAccount, output: One, status: 201 },
    ({ actor, input, context }) => createServiceAccount(actor, actOf(context), input),
  ),
  get: operation(
    'GET /service-accounts/{id}',
    { ...usual, summary: 'Get a service account', input: One, output: ServiceAccount },
    ({ actor, input }) => getServiceAccount(actor, input.id),
  ),
  edit: operation(
    'PATCH /service-accounts/{id}',
    { ...sensitive, summary: 'Change its name, description or role', input: ServiceAccountEdit, output: ServiceAccount },
    async ({ actor, input, context }) => {
      await editServiceAccount(actor, actOf(context), input);
      return getServiceAccount(actor, input.id);
    },
  ),
  deactivate: operation(
    'POST /service-accounts/{id}/deactivate',
    { ...sensitive, summary: 'Deactivate it and revoke all its tokens', input: One, output: ServiceAccount },
    async ({ actor, input, context }) => {
      await deactivateServiceAccount(actor, actOf(context), input.id);
      return getServiceAccount(actor, input.id);
    },
  ),
  reactivate: operation(
    'POST /service-accounts/{id}/reactivate',
    { ...sensitive, summary: 'Make it active again; its tokens stay revoked', input: One, output: ServiceAccount },
    async ({ actor, input, context }) => {
      await reactivateServiceAccount(actor, actOf(context), input.id);
      return getServiceAccount(actor, input.id);
    },
  ),
  activity: operation(
    'GET /service-accounts/{id}/activity',
    { ...usual, summary: 'List what was done to it', input: ActivityInput, output: ServiceActivity },
    ({ actor, input }) => listServiceActivity(actor, input),
  ),
  tokens: operation(
    'GET /service-accounts/{id}/tokens',
    { ...usual, summary: 'List its tokens', input: One, output: z.object({ tokens: z.array(Token) }) },
    async ({ actor, input }) => ({ tokens: await listServiceTokens(actor, input.id) }),
  ),
  makeToken: operation(
    'POST /service-accounts/{id}/tokens',
    {
      ...sensitive,
      summary: 'Make a token for it; the answer is the only time that it is told',
      input: NewServiceToken,
      output: MadeToken,
      status: 201,
    },
    ({ actor, input, context }) => makeServiceToken(actor, actOf(context), input),
  ),
  rotateToken: operation(
    'POST /service-accounts/{id}/tokens/{tokenId}/rotate',
    {
      ...sensitive,
      summary: 'Replace one of its tokens by a new one; the old one is refused at once',
      input: ServiceRotation,
      output: MadeToken,
      status: 201,
    },
    ({ actor, input, context }) => rotateServiceToken(actor, actOf(context), input),
  ),
  revokeToken: operation(
    'DELETE /service-accounts/{id}/tokens/{tokenId}',
    { ...sensitive, summary: 'Revoke one of its tokens', input: TokenOfService, output: z.void(), status: 204 },
    ({ actor, input, context }) => revokeServiceToken(actor, actOf(context), input),
  ),
};
