import type { Actor } from '#lib/access/policy.ts';
import { scopeOf } from '#lib/access/policy.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Recalculation } from './schema.ts';

type Row = Omit<Recalculation, 'requestedAt' | 'startedAt' | 'finishedAt'> & {
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

const columns = Prisma.sql`id, cause, status, total, done, moved, created_at AS "requestedAt", started_at AS "startedAt", finished_at AS "finishedAt", error`;

const toRecalculation = ({ requestedAt, startedAt, finishedAt, ...row }: Row): Recalculation => ({
  ...row,
  requestedAt: requestedAt.toISOString(),
  startedAt: startedAt?.toISOString() ?? null,
  finishedAt: finishedAt?.toISOString() ?? null,
});

/** The latest ten, the newest first. */
export async function listRecalculations(actor: Actor): Promise<Recalculation[]> {
  const query = Prisma.sql`SELECT ${columns} FROM recalculations ORDER BY created_at DESC, id DESC LIMIT 10`;
  return (await read(scopeOf(actor), (reader) => reader.rows<Row>(query))).map(toRecalculation);
}

/** @throws AppError `not_found` */
export async function getRecalculation(actor: Actor, id: string): Promise<Recalculation> {
  const [row] = await read(scopeOf(actor), (reader) =>
    reader.rows<Row>(Prisma.sql`SELECT ${columns} FROM recalculations WHERE id = ${id}::uuid`),
  );
  if (!row) throw notFound('recalculation');
  return toRecalculation(row);
}
