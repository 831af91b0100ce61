/** Short transactions of an import beside the audit log: its file, its rows and how far it has come are not governed by themselves. */
import type pg from 'pg';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { EventName } from '#lib/platform/audit.ts';
import { connect, scopeScript } from '#lib/platform/database.ts';

/** The scope of an import's work: reads what the actor may read, writes in the import's team alone. */
export const importScope = (actor: Actor, teamId: string) => ({ ...scopeOf(actor), write: [teamId] });

/** Begins a transaction in the scope of an import; `announced` is the event that the work belongs to. */
export function beginScript(actor: Actor, teamId: string, announced: EventName): string {
  return `BEGIN;${scopeScript(importScope(actor, teamId))};SET LOCAL app.announced = '${announced}'`;
}

/** Runs `work` in a transaction of its own on a pooled connection. */
export async function inScope<T>(
  actor: Actor,
  teamId: string,
  announced: EventName,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect();
  try {
    await client.query(beginScript(actor, teamId, announced));
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      (fault: Error) => client.release(fault),
    );
    throw error;
  }
}
