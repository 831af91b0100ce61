import type { z } from 'zod';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, teamsWith } from '../../policy.ts';
import type { Attempt, DeliveryState } from './rules.ts';
import type { Deliveries, DeliveryPage, Webhook } from './schema.ts';

/** What the actor may manage: reading is managing here, for a webhook tells what its team does. */
export function managingScope(actor: Actor) {
  const teams = teamsWith(actor, 'webhook.manage');
  return { actorId: actor.id, read: teams, write: teams } as const;
}

type Row = {
  id: string;
  team_id: string | null;
  team_name: string | null;
  name: string;
  url: string;
  events: string[];
  enabled: boolean;
  disabled_reason: string | null;
  former_until: Date | null;
  created_at: Date;
  created_by: string | null;
  waiting: number;
  failed: number;
  last_delivered: Date | null;
  version: number;
};

async function webhooksWhere(actor: Actor, condition: Prisma.Sql): Promise<Webhook[]> {
  const rows = await read(managingScope(actor), (reader) =>
    reader.rows<Row>(Prisma.sql`
      SELECT w.id, w.team_id, t.name AS team_name, w.name, w.url, w.events, w.enabled, w.disabled_reason, w.former_until, w.created_at,
        (SELECT name FROM users WHERE id = w.created_by) AS created_by, w.version, d.*
      FROM webhooks w LEFT JOIN teams t ON t.id = w.team_id CROSS JOIN LATERAL (
        SELECT (count(*) FILTER (WHERE status = 'waiting'))::int AS waiting, (count(*) FILTER (WHERE status = 'failed'))::int AS failed,
          max(done_at) FILTER (WHERE status = 'delivered') AS last_delivered
        FROM webhook_deliveries WHERE webhook_id = w.id) d
      WHERE ${condition} ORDER BY w.team_id IS NOT NULL, t.name, w.name, w.id`),
  );
  return rows.map((row) => ({
    ...{ id: row.id, name: row.name, url: row.url, events: row.events, enabled: row.enabled, disabledReason: row.disabled_reason },
    team: row.team_id === null ? null : { id: row.team_id, name: row.team_name ?? '' },
    formerUntil: row.former_until && row.former_until > new Date() ? row.former_until.toISOString() : null,
    ...{ createdAt: row.created_at.toISOString(), createdBy: row.created_by, waiting: row.waiting, failed: row.failed },
    ...{ lastDeliveredAt: row.last_delivered?.toISOString() ?? null, version: row.version },
  }));
}

/** Those that the actor manages: the organisation's first, then by team. */
export const listWebhooks = (actor: Actor): Promise<Webhook[]> => webhooksWhere(actor, Prisma.sql`true`);

/** @throws AppError `not_found`, also for one that is not the actor's to manage */
export async function getWebhook(actor: Actor, id: string): Promise<Webhook> {
  const [webhook] = await webhooksWhere(actor, Prisma.sql`w.id = ${id}::uuid`);
  if (!webhook) throw notFound('webhook');
  return webhook;
}

/** Teams of which the actor may make webhooks, by name. */
export async function teamsToHook(actor: Actor): Promise<{ id: string; name: string }[]> {
  const teams = teamsWith(actor, 'webhook.manage');
  const which = teams === 'every' ? Prisma.sql`true` : Prisma.sql`id = ANY (${teams}::uuid[])`;
  return read(managingScope(actor), (reader) =>
    reader.rows<{ id: string; name: string }>(
      Prisma.sql`SELECT id, name FROM teams WHERE archived_at IS NULL AND ${which} ORDER BY name, id`,
    ),
  );
}

/** What a receiver knows a delivery by. */
export const messageIdOf = (deliveryId: string): string => `msg_${deliveryId.replaceAll('-', '')}`;

type DeliveryRow = {
  id: string;
  event: string;
  status: DeliveryState;
  attempts: number;
  created_at: Date;
  exact: string;
  next_at: Date | null;
  done_at: Date | null;
  payload: unknown;
  tries: Attempt[];
};

/** What was told to a webhook, newest first, kept for a month. @throws AppError `not_found`, `invalid` for a cursor that is not one of ours */
export async function listDeliveries(actor: Actor, { id, status, after, limit }: DeliveryPage): Promise<z.output<typeof Deliveries>> {
  const [at, last] = after ? decodeCursor(after, 'after', 'at', ['time', 'id']) : [];
  const bound = at ? Prisma.sql`AND (created_at, id) < (${String(at)}::timestamptz, ${last}::uuid)` : Prisma.empty;
  return read(managingScope(actor), async (reader) => {
    const [webhook] = await reader.rows(Prisma.sql`SELECT id FROM webhooks WHERE id = ${id}::uuid`);
    if (!webhook) throw notFound('webhook');
    const rows = await reader.rows<DeliveryRow>(Prisma.sql`
      SELECT id, event, status, attempts, created_at, created_at::text AS exact, next_at, done_at, payload, tries
      FROM webhook_deliveries WHERE webhook_id = ${id}::uuid ${status ? Prisma.sql`AND status = ${status}` : Prisma.empty} ${bound}
      ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`);
    const page = rows.slice(0, limit);
    const end = page.at(-1);
    return {
      deliveries: page.map((row) => ({
        ...{ messageId: messageIdOf(row.id), deliveryId: row.id, event: row.event, status: row.status, attempts: row.attempts },
        ...{ createdAt: row.created_at.toISOString(), doneAt: row.done_at?.toISOString() ?? null, payload: row.payload },
        nextAt: row.status === 'waiting' ? (row.next_at?.toISOString() ?? null) : null,
        tries: row.tries.toReversed(),
      })),
      next: rows.length > limit && end ? encodeCursor({ sort: 'at', values: [end.exact, end.id] }) : null,
    };
  });
}
