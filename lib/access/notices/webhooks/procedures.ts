import { z } from 'zod';
import { actOf, operation } from '../../procedure.ts';
import { createWebhook, deleteWebhook, editWebhook, replay, rotateSecret, testWebhook } from './commands.ts';
import { getWebhook, listDeliveries, listWebhooks } from './queries.ts';
import {
  Deliveries,
  DeliveryPage,
  MadeWebhook,
  NewWebhook,
  OneDelivery,
  OneWebhook,
  Replayed,
  Webhook,
  WebhookEdit,
  Webhooks,
} from './schema.ts';

const managing = { permission: 'webhook.manage', tag: 'Webhooks' } as const;

export const webhookOperations = {
  list: operation(
    'GET /webhooks',
    { ...managing, summary: 'List the webhooks that you manage', input: z.strictObject({}), output: Webhooks },
    async ({ actor }) => ({ webhooks: await listWebhooks(actor) }),
  ),
  get: operation('GET /webhooks/{id}', { ...managing, summary: 'See a webhook', input: OneWebhook, output: Webhook }, ({ actor, input }) =>
    getWebhook(actor, input.id),
  ),
  create: operation(
    'POST /webhooks',
    {
      ...managing,
      sensitive: true,
      summary: 'Make a webhook of a team or of the organisation; its secret is told this once',
      input: NewWebhook,
      output: MadeWebhook,
      status: 201,
    },
    ({ actor, input, context }) => createWebhook(actor, actOf(context), input),
  ),
  edit: operation(
    'PATCH /webhooks/{id}',
    { ...managing, sensitive: true, summary: 'Change a webhook, or switch it on or off', input: WebhookEdit, output: Webhook },
    async ({ actor, input, context }) => {
      await editWebhook(actor, actOf(context), input);
      return getWebhook(actor, input.id);
    },
  ),
  delete: operation(
    'DELETE /webhooks/{id}',
    { ...managing, summary: 'Delete a webhook and what it was told', input: OneWebhook, output: z.void(), status: 204 },
    ({ actor, input, context }) => deleteWebhook(actor, actOf(context), input.id),
  ),
  rotate: operation(
    'POST /webhooks/{id}/rotate',
    {
      ...managing,
      sensitive: true,
      summary: 'Draw a new secret, told this once; the one before signs as well for 24 hours',
      input: OneWebhook,
      output: MadeWebhook,
    },
    ({ actor, input, context }) => rotateSecret(actor, actOf(context), input.id),
  ),
  test: operation(
    'POST /webhooks/{id}/test',
    {
      ...managing,
      summary: 'Send an event that says it is a test',
      input: OneWebhook,
      output: z.object({ deliveryId: z.uuid() }),
      status: 202,
    },
    ({ actor, input, context }) => testWebhook(actor, actOf(context), input.id),
  ),
  deliveries: operation(
    'GET /webhooks/{id}/deliveries',
    { ...managing, summary: 'List what a webhook was told, and how it answered', input: DeliveryPage, output: Deliveries },
    ({ actor, input }) => listDeliveries(actor, input),
  ),
  replayOne: operation(
    'POST /webhooks/{id}/deliveries/{deliveryId}/replay',
    { ...managing, summary: 'Send a delivery again, under the id that it had', input: OneDelivery, output: Replayed, status: 202 },
    async ({ actor, input, context }) => ({ replayed: await replay(actor, actOf(context), input.id, input.deliveryId) }),
  ),
  replayFailed: operation(
    'POST /webhooks/{id}/replay',
    { ...managing, summary: 'Send all deliveries again that failed', input: OneWebhook, output: Replayed, status: 202 },
    async ({ actor, input, context }) => ({ replayed: await replay(actor, actOf(context), input.id) }),
  ),
};
