/** What happened to a service account, read from the audit log. */
import { database } from '#lib/platform/database.ts';
import { activityOf } from '../audit/queries.ts';
import type { Actor } from '../policy.ts';
import { getServiceAccount } from './queries.ts';
import type { ServiceActivity } from './schema.ts';

const pageSize = 30;

/** Newest first. @throws AppError `not_found`, `invalid` for a cursor that is not one of ours. */
export async function listServiceActivity(actor: Actor, { id, after }: { id: string; after?: string }): Promise<ServiceActivity> {
  await getServiceAccount(actor, id);
  const { entries, next } = await activityOf(
    actor,
    { targetType: 'service_account', targetId: id },
    { after, limit: pageSize },
    { permission: 'service.manage' },
  );
  const keys = entries.flatMap(({ before, after: since }) => [before?.['role'], since?.['role']]).filter((key) => typeof key === 'string');
  const { rows } = await database().pool.query<{ key: string; name: string }>('SELECT key, name FROM roles WHERE key = ANY ($1)', [keys]);
  return { entries, names: Object.fromEntries(rows.map(({ key, name }) => [key, name])), next };
}
