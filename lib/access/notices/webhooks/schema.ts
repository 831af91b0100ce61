/** Webhooks: addresses that are told of events, signed as Standard Webhooks says; of one team, or of the whole organisation. */
import { z } from 'zod';
import { isSecureUrl } from '#lib/platform/urls.ts';
import { webhookEvents } from '../rules.ts';
import { deliveryStates } from './rules.ts';

const Name = z.string('Name the webhook.').trim().min(1, 'Name the webhook.').max(80, 'A name has at most 80 characters.');
const Url = z
  .string('Enter an address.')
  .trim()
  .max(2000, 'An address has at most 2000 characters.')
  .refine(isSecureUrl, 'Enter an address that begins with https://, without a name or password in it.');
const Events = z
  .array(z.enum(webhookEvents))
  .min(1, 'Choose an event at least.')
  .transform((events) => webhookEvents.filter((event) => events.includes(event)));

export const Webhook = z.object({
  id: z.uuid(),
  /** Null for one of the whole organisation. */
  team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  enabled: z.boolean(),
  /** Why it stands still where nobody switched it off. */
  disabledReason: z.string().nullable(),
  /** Until when the secret before signs as well; null where there is none. */
  formerUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string().nullable(),
  /** Of the deliveries that are kept. */
  waiting: z.int(),
  failed: z.int(),
  lastDeliveredAt: z.iso.datetime().nullable(),
  version: z.int(),
});
export type Webhook = z.output<typeof Webhook>;
export const Webhooks = z.object({ webhooks: z.array(Webhook) });

export const OneWebhook = z.strictObject({ id: z.uuid() });
export const NewWebhook = z.strictObject({ teamId: z.uuid('Choose a team.').nullable(), name: Name, url: Url, events: Events });
export type NewWebhook = z.output<typeof NewWebhook>;
export const WebhookEdit = z.strictObject({
  ...{ id: z.uuid(), version: z.int() },
  ...{ name: Name.optional(), url: Url.optional(), events: Events.optional(), enabled: z.boolean().optional() },
});
export type WebhookEdit = z.output<typeof WebhookEdit>;

/** The one time that the secret is told. */
export const MadeWebhook = z.object({ id: z.uuid(), secret: z.string() });

export const Delivery = z.object({
  /** What the receiver knows it by: the same at each attempt and replay. */
  messageId: z.string(),
  deliveryId: z.uuid(),
  event: z.string(),
  status: z.enum(deliveryStates),
  attempts: z.int(),
  createdAt: z.iso.datetime(),
  nextAt: z.iso.datetime().nullable(),
  doneAt: z.iso.datetime().nullable(),
  payload: z.unknown(),
  /** Newest first. */
  tries: z.array(
    z.object({
      at: z.iso.datetime(),
      status: z.int().nullable(),
      error: z.string().nullable(),
      milliseconds: z.int(),
      /** The beginning of what was answered. */
      excerpt: z.string(),
    }),
  ),
});
export type Delivery = z.output<typeof Delivery>;
export const DeliveryPage = z.strictObject({
  id: z.uuid(),
  status: z.enum(deliveryStates).optional(),
  after: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type DeliveryPage = z.output<typeof DeliveryPage>;
export const Deliveries = z.object({ deliveries: z.array(Delivery), next: z.string().nullable() });
export const OneDelivery = z.strictObject({ id: z.uuid(), deliveryId: z.uuid() });
export const Replayed = z.object({ replayed: z.int() });
