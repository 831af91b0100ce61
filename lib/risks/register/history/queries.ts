/** What changed a risk: its level and values over time, and all that people did to it. */
import { activityOf } from '#lib/access/audit/queries.ts';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { levelOf } from '#lib/assets/list/sql.ts';
import type { Activity } from '#lib/assets/schema.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { RiskHistory } from '../page/schema.ts';
import { differences } from './rules.ts';

type Row = {
  id: string;
  at: Date;
  actor_name: string | null;
  cause: string;
  level_before: number;
  level_after: number;
  likelihood_before: number;
  likelihood_after: number;
  impact_before: number;
  impact_after: number;
  facts_before: string | null;
  facts_after: string | null;
  treated_after: number | null;
};

type Page = { id: string; after?: string; limit: number };

async function seen(reader: Reader, id: string): Promise<void> {
  const [risk] = await reader.rows(Prisma.sql`SELECT 1 FROM risk_list r WHERE r.id = ${id}::uuid`);
  if (!risk) throw notFound('risk');
}

/** Each change of the risk's level or values, newest first. @throws AppError `not_found`, also outside the actor's scope. */
export async function listHistory(actor: Actor, { id, after, limit }: Page): Promise<RiskHistory> {
  const [time, last] = after ? decodeCursor(after, 'after', 'at', ['time', 'id']) : [];
  const bound = time ? Prisma.sql`AND (c.at, c.id) < (${new Date(String(time))}, ${last}::uuid)` : Prisma.empty;
  return read(scopeOf(actor), async (reader) => {
    await seen(reader, id);
    const rows = await reader.rows<Row>(Prisma.sql`
      SELECT c.id, c.at, coalesce(u.name, s.name) AS actor_name, c.cause, c.level_before, c.level_after, c.likelihood_before, c.likelihood_after,
        c.impact_before, c.impact_after, c.facts_before, c.facts_after, c.treated_after
      FROM risk_changes c LEFT JOIN users u ON u.id = c.actor_id LEFT JOIN service_accounts s ON s.id = c.actor_id
      WHERE c.risk_id = ${id}::uuid ${bound} ORDER BY c.at DESC, c.id DESC LIMIT ${limit + 1}`);
    const controls = await reader.rows<{ key: string; name: string }>(Prisma.sql`SELECT key, name FROM controls`);
    const names = new Map(controls.map(({ key, name }) => [key, name]));
    const shown = rows.slice(0, limit);
    const end = shown.at(-1);
    return {
      entries: shown.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        actorName: row.actor_name,
        cause: row.cause,
        before: { level: levelOf(row.level_before), likelihood: row.likelihood_before, impact: row.impact_before },
        after: { level: levelOf(row.level_after), likelihood: row.likelihood_after, impact: row.impact_after },
        differences: differences(row.facts_before, row.facts_after, (control) => names.get(control) ?? control),
        treatedAfter: row.treated_after,
      })),
      next: rows.length > limit && end ? encodeCursor({ sort: 'at', values: [end.at.toISOString(), end.id] }) : null,
    };
  });
}

/** What people did to the risk, newest first, from the audit log. @throws AppError `not_found`, also outside the actor's scope. */
export async function listRiskActivity(actor: Actor, { id, ...page }: Page): Promise<Activity> {
  await read(scopeOf(actor), (reader) => seen(reader, id));
  const { entries, next } = await activityOf(actor, { targetType: 'risk', targetId: id }, page);
  const ids = entries.flatMap(({ before, after }) => [before, after].flatMap((fields) => [fields?.['ownerId'], fields?.['assessedBy']]));
  const people = [...new Set(ids.filter((each): each is string => typeof each === 'string'))];
  const named = await read(scopeOf(actor), (reader) =>
    reader.rows<{ id: string; name: string }>(Prisma.sql`SELECT id, name FROM users WHERE id = ANY (${people}::uuid[])`),
  );
  return {
    names: Object.fromEntries(named.map(({ id: person, name }) => [person, name])),
    entries: entries.map(({ actorId: _actor, erased: _erased, ...told }) => told),
    next,
  };
}
