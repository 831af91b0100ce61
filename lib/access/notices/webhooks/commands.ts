/** Making and changing webhooks, and sending again. Each in this order: see, may, can, do, record. */
import { createHash } from 'node:crypto';
import { type Act, type AuditEvent, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Webhook as StoredWebhook } from '#prisma/generated/client.ts';
import { type Actor, must, mustEverywhere } from '../../policy.ts';
import { reachable } from './deliveries/commands.ts';
import { managingScope } from './queries.ts';
import { formerHolds, testEvent } from './rules.ts';
import type { NewWebhook, WebhookEdit } from './schema.ts';
import { drawSecret, sealSecret } from './signing.ts';

/** More than one keeps an eye on. */
const mostWebhooks = 50;

/** Makes a webhook of a team, or without one of the whole organisation; its secret is told this once. @throws AppError `not_found`, `forbidden`, `invalid`, `conflict` */
export async function createWebhook(actor: Actor, act: Act, { teamId, ...given }: NewWebhook): Promise<{ id: string; secret: string }> {
  return transact(managingScope(actor), act, 'webhook.created', async (change) => {
    if (teamId === null) mustEverywhere(actor, 'webhook.manage');
    else await mustBeOpen(change, actor, teamId);
    mustReach(given.url);
    const standing = await change.tx.webhook.count({ where: { teamId } });
    if (standing >= mostWebhooks)
      throw new AppError('conflict', `There are ${mostWebhooks} webhooks here. Delete those you no longer need.`);
    const [id, secret] = [newId(), drawSecret()];
    await change.tx.webhook.create({ data: { id, teamId, ...given, secret: sealSecret(secret, id), createdBy: actor.id } });
    await change.record(eventOf('webhook.created', { id, teamId }, { after: { ...given, url: shownUrl(given.url) } }));
    return { id, secret };
  });
}

async function mustBeOpen({ tx }: Change, actor: Actor, teamId: string): Promise<void> {
  const team = await tx.team.findUnique({ where: { id: teamId }, select: { archivedAt: true } });
  if (!team || team.archivedAt !== null) throw invalid('teamId', 'This team is not there (any more). Choose another.');
  must(actor, 'webhook.manage', { teamId });
}

/** An address as the audit log keeps it: chats put a secret into theirs. Another address is told as another. */
const shownUrl = (url: string): string => `${new URL(url).origin}/… (${createHash('sha256').update(url).digest('hex').slice(0, 8)})`;

function mustReach(url: string): void {
  const problem = reachable(url);
  if (problem) throw invalid('url', problem);
}

/** Changes what is said, and leaves the rest. Switched on again, it goes on with what waits. @throws AppError `not_found`, `invalid`, `conflict` with the values as they stand */
export async function editWebhook(actor: Actor, act: Act, { id, version, ...edit }: WebhookEdit): Promise<void> {
  await transact(managingScope(actor), act, 'webhook.edited', async (change) => {
    const standing = await locked(change, id);
    const { name, url, events, enabled } = standing;
    if (standing.version !== version)
      throw new AppError('conflict', 'Somebody else changed this in the meantime.', {
        current: { name, url, events, enabled, version: standing.version },
      });
    const before = { name, url, events, enabled };
    const wanted = { ...before, ...edit };
    if (wanted.url !== url) mustReach(wanted.url);
    const changed = difference({ ...before, url: shownUrl(url) }, { ...wanted, url: shownUrl(wanted.url) });
    if (!changed) return change.unchanged();
    const switched = wanted.enabled ? { disabledReason: null } : {};
    await change.tx.webhook.update({ where: { id }, data: { ...wanted, ...switched, version: { increment: 1 }, updatedAt: now() } });
    await change.record(eventOf('webhook.edited', standing, changed));
  });
}

/** @throws AppError `not_found` */
export async function deleteWebhook(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(managingScope(actor), act, 'webhook.deleted', async (change) => {
    const standing = await locked(change, id);
    await change.tx.webhook.delete({ where: { id } });
    await change.record(
      eventOf('webhook.deleted', standing, { before: { name: standing.name, url: shownUrl(standing.url), events: standing.events } }),
    );
  });
}

/** Draws a new secret, told this once; the one before signs as well for another day. @throws AppError `not_found` */
export async function rotateSecret(actor: Actor, act: Act, id: string): Promise<{ id: string; secret: string }> {
  return transact(managingScope(actor), act, 'webhook.rotated', async (change) => {
    const standing = await locked(change, id);
    const secret = drawSecret();
    const formerUntil = new Date(now().getTime() + formerHolds);
    await change.tx.webhook.update({
      where: { id },
      data: { secret: sealSecret(secret, id), formerSecret: standing.secret, formerUntil, version: { increment: 1 }, updatedAt: now() },
    });
    await change.record(eventOf('webhook.rotated', standing, { after: { formerUntil } }));
    return { id, secret };
  });
}

/** Sends an event that says it is a test. @throws AppError `not_found`, `conflict` for one that is switched off */
export async function testWebhook(actor: Actor, act: Act, id: string): Promise<{ deliveryId: string }> {
  return transact(managingScope(actor), act, 'webhook.tested', async (change) => {
    const standing = await locked(change, id);
    mustBeOn(standing);
    const deliveryId = newId();
    const at = now();
    const payload = { type: testEvent, timestamp: at.toISOString(), data: { title: 'This is a test.', teamId: standing.teamId } };
    await change.tx.webhookDelivery.create({
      data: {
        id: deliveryId,
        webhookId: id,
        teamId: standing.teamId,
        event: testEvent,
        key: `${testEvent} ${deliveryId}`,
        payload,
        nextAt: at,
      },
    });
    await change.record(eventOf('webhook.tested', standing, { after: { deliveryId } }));
    return { deliveryId };
  });
}

/**
 * Sends one delivery again, or all that failed, each with the id that it had: from the first attempt on, as if it were new.
 * @throws AppError `not_found`, `conflict` for a webhook that is switched off, or a delivery that waits
 */
export async function replay(actor: Actor, act: Act, id: string, deliveryId?: string): Promise<number> {
  return transact(managingScope(actor), act, 'webhook.replayed', async (change) => {
    const standing = await locked(change, id);
    mustBeOn(standing);
    if (deliveryId) {
      const delivery = await change.tx.webhookDelivery.findFirst({ where: { id: deliveryId, webhookId: id }, select: { status: true } });
      if (!delivery) throw notFound('delivery');
      if (delivery.status === 'waiting') throw new AppError('conflict', 'This delivery waits for its next attempt already.');
    }
    const which = deliveryId ? { id: deliveryId } : { status: 'failed' };
    const { count } = await change.tx.webhookDelivery.updateMany({
      where: { webhookId: id, ...which },
      data: { status: 'waiting', attempts: 0, nextAt: now(), doneAt: null },
    });
    if (count === 0) {
      change.unchanged();
      return 0;
    }
    await change.record(eventOf('webhook.replayed', standing, { after: { deliveries: count, ...(deliveryId && { deliveryId }) } }));
    return count;
  });
}

function mustBeOn({ enabled }: StoredWebhook): void {
  if (!enabled) throw new AppError('conflict', 'This webhook is switched off. Switch it on first.');
}

/** @throws AppError `not_found`, also for one that is not the actor's to manage */
async function locked({ tx }: Change, id: string): Promise<StoredWebhook> {
  await tx.$queryRaw`SELECT id FROM webhooks WHERE id = ${id}::uuid FOR UPDATE`;
  const webhook = await tx.webhook.findUnique({ where: { id } });
  if (!webhook) throw notFound('webhook');
  return webhook;
}

const eventOf = (
  event: `webhook.${string}`,
  { id, teamId }: { id: string; teamId: string | null },
  values: Pick<AuditEvent, 'before' | 'after'>,
): AuditEvent => ({ event, targetType: 'webhook', targetId: id, teamId, ...values });
