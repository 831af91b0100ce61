/**
 * Telling webhooks. A delivery is claimed for two minutes, sent once, and marked; what a stopped server left is sent again with the same id. Receivers may
 * thus hear something twice, and in another order than it happened: the id and the time say what is what.
 */
import { now } from '#lib/platform/clock.ts';
import { env } from '#lib/platform/env.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { log } from '#lib/platform/log.ts';
import { send, Unreachable } from '#lib/platform/outgoing.ts';
import { transact } from '#lib/platform/transact.ts';
import { isLoopback } from '#lib/platform/urls.ts';
import { houseScope } from '../../../policy.ts';
import { notify } from '../../commands.ts';
import { holdersOf } from '../../holders.ts';
import { houseChange } from '../../house.ts';
import { messageIdOf } from '../queries.ts';
import { type Attempt, disabledAfter, toldAttempts, waitAfter } from '../rules.ts';
import { openSecret, signedHeaders } from '../signing.ts';

const claimHolds = 2 * 60_000;
/** Milliseconds that a receiver has for its whole answer. */
export const receiverTimeout = 10_000;
const longestAnswer = 64 * 1024;
const longestExcerpt = 500;
/** One receiver that hangs holds up no other: this server tells it nothing more while it tells it so much. */
const ofOneAtOnce = 3;
const underWay = new Map<string, number>();
const busy = () => [...underWay].flatMap(([id, count]) => (count >= ofOneAtOnce ? [id] : []));

/** Why this server tells no such address, or null. */
export function reachable(url: string): string | null {
  if (env().GATEHOUSE_WEBHOOK_NETWORKS === 'loopback' || !isLoopback(new URL(url).hostname)) return null;
  return 'This machine itself is not told of events. Enter an address of another.';
}

export type Claimed = {
  id: string;
  webhookId: string;
  event: string;
  payload: unknown;
  attempts: number;
  tries: Attempt[];
  url: string;
  secret: string;
  formerSecret: string | null;
  formerUntil: Date | null;
  /** Of the webhook's team, or of any where it is the organisation's. */
  rightful: boolean;
};

/** Takes what is due, at most so many, and few of each webhook. Whoever takes it tells it, or it is taken again in two minutes. */
export const claimDeliveries = (most: number): Promise<Claimed[]> =>
  houseChange(
    ({ tx }) => tx.$queryRaw<Claimed[]>`
      WITH due AS (
        SELECT d.id FROM webhooks w CROSS JOIN LATERAL (
          SELECT id FROM webhook_deliveries WHERE webhook_id = w.id AND status = 'waiting' AND next_at <= ${now()}
          ORDER BY next_at, id LIMIT ${ofOneAtOnce} FOR UPDATE SKIP LOCKED) d
        WHERE w.enabled AND w.id <> ALL (${busy()}::uuid[]) LIMIT ${most})
      UPDATE webhook_deliveries d SET attempts = d.attempts + 1, next_at = ${new Date(now().getTime() + claimHolds)}
      FROM due, webhooks w WHERE d.id = due.id AND w.id = d.webhook_id
      RETURNING d.id, d.webhook_id AS "webhookId", d.event, d.payload, d.attempts, d.tries, w.url, w.secret, w.former_secret AS "formerSecret",
        w.former_until AS "formerUntil", w.team_id IS NULL OR coalesce(w.team_id = d.team_id, false) AS rightful`,
  );

/** Tells one, and notes what came of it. */
export async function deliver(claimed: Claimed): Promise<'delivered' | 'waiting' | 'failed'> {
  const { webhookId } = claimed;
  underWay.set(webhookId, (underWay.get(webhookId) ?? 0) + 1);
  try {
    return await tellOne(claimed);
  } finally {
    const left = (underWay.get(webhookId) ?? 1) - 1;
    if (left > 0) underWay.set(webhookId, left);
    else underWay.delete(webhookId);
  }
}

async function tellOne(claimed: Claimed): Promise<'delivered' | 'waiting' | 'failed'> {
  if (!claimed.rightful) {
    const error = 'What it is about belongs to another team now.';
    await note(claimed, { at: now().toISOString(), status: null, error, milliseconds: 0, excerpt: '' }, 'failed', null);
    return 'failed';
  }
  const { attempt, retryAfter } = await ask(claimed);
  const done = attempt.error === null;
  const wait = done || attempt.status === 410 ? null : waitAfter(claimed.attempts, retryAfter);
  const status = done ? 'delivered' : wait === null ? 'failed' : 'waiting';
  await note(claimed, attempt, status, wait);
  // A receiver that says it is gone is told no more.
  if (status === 'failed') await disableIfHopeless(claimed.webhookId, attempt.status === 410);
  return status;
}

async function ask({
  id,
  webhookId,
  payload,
  url,
  secret,
  formerSecret,
  formerUntil,
}: Claimed): Promise<{ attempt: Attempt; retryAfter: number }> {
  const at = now();
  const started = performance.now();
  const body = JSON.stringify(payload);
  const networks = env().GATEHOUSE_WEBHOOK_NETWORKS;
  const told = (status: number | null, error: string | null, excerpt = '', retryAfter = 0) => ({
    attempt: { at: at.toISOString(), status, error, milliseconds: Math.round(performance.now() - started), excerpt },
    retryAfter,
  });
  try {
    const sealed = [secret, ...(formerSecret && formerUntil && formerUntil > at ? [formerSecret] : [])];
    const headers = signedHeaders(
      sealed.map((each) => openSecret(each, webhookId)),
      messageIdOf(id),
      at,
      body,
    );
    const response = await send(url, {
      ...{ method: 'POST', body, timeout: receiverTimeout, longest: longestAnswer },
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Gatehouse-Webhooks',
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      },
      ...{ loopback: networks === 'loopback', within: networks !== 'public' },
    });
    const excerpt = (await response.text()).replaceAll('\u0000', '').slice(0, longestExcerpt);
    if (response.ok) return told(response.status, null, excerpt);
    const moved = response.status >= 300 && response.status < 400;
    const error = moved ? 'It sends elsewhere, which is not followed.' : `It answered ${response.status}.`;
    const seconds = Number(response.headers.get('retry-after') ?? 0);
    return told(response.status, error, excerpt, Number.isFinite(seconds) ? seconds * 1000 : 0);
  } catch (error) {
    if (error instanceof Unreachable) return told(null, error.message);
    log.warn({ err: error, delivery: id }, 'a webhook could not be told');
    return told(null, 'It could not be sent: the secret cannot be read, or the address asked.');
  }
}

async function note({ id, attempts, tries }: Claimed, attempt: Attempt, status: 'delivered' | 'waiting' | 'failed', wait: number | null) {
  const kept = JSON.stringify([...tries, attempt].slice(-toldAttempts));
  const [next, done] = [wait === null ? null : new Date(now().getTime() + wait), status === 'waiting' ? null : now()];
  await houseChange(
    ({ tx }) => tx.$executeRaw`
      UPDATE webhook_deliveries SET status = ${status}, next_at = ${next}, done_at = ${done}, last_status = ${attempt.status},
        last_error = ${attempt.error}, tries = ${kept}::jsonb
      WHERE id = ${id}::uuid AND attempts = ${attempts} AND status = 'waiting'`,
  );
}

/** Switches a webhook off that got nothing through for days, or whose receiver is gone, and tells who manages it. */
async function disableIfHopeless(webhookId: string, gone: boolean): Promise<void> {
  const operationId = newId();
  const act = { actorId: null, requestId: `webhook ${operationId}`, operationId };
  await transact(houseScope(null), act, 'webhook.disabled', async (change) => {
    const { tx, record, unchanged } = change;
    await tx.$queryRaw`SELECT id FROM webhooks WHERE id = ${webhookId}::uuid FOR UPDATE`;
    const webhook = await tx.webhook.findUnique({ where: { id: webhookId } });
    if (!webhook?.enabled || !(gone || (await nothingThrough(tx, webhookId, webhook.updatedAt)))) return unchanged();
    const disabledReason = gone ? 'The receiver answered that it is gone (410).' : 'Nothing got through for three days.';
    await tx.webhook.update({
      where: { id: webhookId },
      data: { enabled: false, disabledReason, version: { increment: 1 }, updatedAt: now() },
    });
    const { teamId, name } = webhook;
    const after = { enabled: false, disabledReason };
    await record({ event: 'webhook.disabled', targetType: 'webhook', targetId: webhookId, teamId, before: { enabled: true }, after });
    await notify(change, {
      ...{ event: 'webhook.disabled', key: operationId, teamId, assetId: null, subject: { type: 'webhook', id: webhookId } },
      ...{
        title: `The webhook ${name} was switched off`,
        body: `${disabledReason}\n\nMend its receiver, switch it on again, and send what failed once more.`,
      },
      ...{ href: `/settings/webhooks/${webhookId}`, to: await holdersOf(tx, 'webhook.manage', teamId) },
    });
  });
}

type Tx = Parameters<Parameters<typeof houseChange>[0]>[0]['tx'];

/** Since it last got something through, or was last changed, and since the first that failed: for so long that it is hopeless. */
async function nothingThrough(tx: Tx, webhookId: string, changedAt: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ delivered: Date | null; failing: Date | null }[]>`
    SELECT max(done_at) FILTER (WHERE status = 'delivered') AS delivered, min(created_at) FILTER (WHERE status <> 'delivered' AND attempts > 0) AS failing
    FROM webhook_deliveries WHERE webhook_id = ${webhookId}::uuid`;
  const since = Math.max(row?.delivered?.getTime() ?? row?.failing?.getTime() ?? now().getTime(), changedAt.getTime());
  return now().getTime() - since >= disabledAfter;
}
