/** How an import goes on, is announced and ends: the changes of its own row, each with its event. */
import type pg from 'pg';
import type { Actor } from '#lib/access/policy.ts';
import type { Act, EventName } from '#lib/platform/audit.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { transact } from '#lib/platform/transact.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { ImportStatus } from '../rules.ts';
import type { ImportProgress, ImportSummary } from '../schema.ts';
import { inScope } from './sql.ts';

/** The import is no longer in the state that a job works on: discarded, or another process was faster. The job ends and changes nothing. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** The act of a job: all its events are tied by the import's id. */
export const actOfJob = (actor: { id: string } & Partial<Pick<Actor, 'type' | 'token'>>, importId: string): Act => ({
  actorId: actor.id,
  requestId: `import:${importId}`,
  operationId: importId,
  actorType: actor.type,
  via: actor.token ? { type: 'token', id: actor.token.id } : null,
});

type Step = {
  from: readonly ImportStatus[];
  to: ImportStatus;
  event: EventName;
  summary?: ImportSummary & { facts?: Record<string, unknown> };
  format?: string;
  error?: string;
};

/**
 * Moves an import from one state to the next with its event, in the name of a person who may have lost every right since.
 * @throws Superseded when it is in none of the states it may come from.
 */
export async function moveOn(person: { id: string }, { id, teamId }: { id: string; teamId: string }, step: Step): Promise<void> {
  const scope = { actorId: person.id, read: [teamId], write: [teamId] };
  await transact(scope, actOfJob(person, id), step.event, async (change) => {
    const finished = ['done', 'failed', 'cancelled'].includes(step.to);
    const { count } = await change.tx.import.updateMany({
      where: { id, status: { in: [...step.from] } },
      data: {
        status: step.to,
        error: step.error ?? null,
        progress: {},
        finishedAt: finished ? new Date() : null,
        ...(step.summary && { summary: JSON.parse(JSON.stringify(step.summary)) as Prisma.InputJsonObject }),
        ...(step.format && { format: step.format }),
      },
    });
    if (count === 0) throw new Superseded(`Import ${id} is not ${step.from.join(' or ')} any more.`);
    await change.record({
      event: step.event,
      targetType: 'import',
      targetId: id,
      teamId,
      after: { status: step.to, ...(step.error && { error: step.error }) },
    });
  });
}

/** Says how far a job has come. @throws Superseded when the import is no longer in `status`. */
export async function progressed(
  actor: Actor,
  target: { id: string; teamId: string },
  status: ImportStatus,
  progress: ImportProgress,
): Promise<void> {
  const { rowCount } = await inScope(actor, target.teamId, 'import.progressed', (client) =>
    client.query('UPDATE imports SET progress = $2, updated_at = now() WHERE id = $1 AND status = $3', [
      target.id,
      JSON.stringify(progress),
      status,
    ]),
  );
  if (rowCount === 0) throw new Superseded(`Import ${target.id} is not ${status} any more.`);
}

/** Appends one event over a plain connection, in the transaction that it belongs to. */
export async function recordOn(
  client: pg.PoolClient,
  actor: Actor,
  target: { id: string; teamId: string },
  event: EventName,
  after: object,
): Promise<void> {
  await client.query(
    `INSERT INTO audit_events (id, event, actor_id, target_type, target_id, team_id, operation_id, request_id, after) VALUES ($1, $2, $3, 'import', $4, $5, $4, $6, $7)`,
    [newId(), event, actor.id, target.id, target.teamId, `import:${target.id}`, JSON.stringify(after)],
  );
}
