/** One change for many people, each judged and reported on its own. */
import type { Act } from '#lib/platform/audit.ts';
import { database } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { addMember } from '../../memberships/commands.ts';
import { type Actor, mustEverywhere } from '../../policy.ts';
import { setRole } from '../administration/commands.ts';
import type { Belongings } from '../belongings.ts';
import { deactivatePerson } from './commands.ts';
import type { PeopleChange, PeopleReport } from './schema.ts';

/**
 * Changes each person in a transaction of their own under one operation: who cannot be changed stays as they are, and is reported with the
 * reason, and the others change.
 */
export async function changePeople(
  actor: Actor,
  act: Act,
  belongings: readonly Belongings[],
  { ids, change }: { ids: readonly string[]; change: PeopleChange },
): Promise<PeopleReport> {
  mustEverywhere(actor, 'person.manage');
  const wanted = [...new Set(ids)];
  const names = await namesOf(wanted);
  const results: PeopleReport['results'] = [];
  for (const id of wanted) {
    const name = names.get(id) ?? 'Person';
    const outcome = await changeOne(actor, act, belongings, id, change).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
      return { outcome: 'refused' as const, message: error.message };
    });
    results.push({ id, name, ...outcome });
  }
  return { operationId: act.operationId, changed: results.filter((each) => each.outcome === 'changed').length, results };
}

type Outcome = Omit<PeopleReport['results'][number], 'id' | 'name'>;
const changed: Outcome = { outcome: 'changed', message: 'Changed.' };
const unchanged: Outcome = { outcome: 'unchanged', message: 'Was so already.' };

async function changeOne(actor: Actor, act: Act, belongings: readonly Belongings[], id: string, change: PeopleChange): Promise<Outcome> {
  switch (change.field) {
    case 'role':
      return (await setRole(actor, act, { id, role: change.role })) ? changed : unchanged;
    case 'team':
      await addMember(actor, act, { id: change.teamId, personId: id, role: change.role, expiresAt: null });
      return changed;
    case 'status':
      await deactivatePerson(actor, act, belongings, { id, successorId: change.successorId, revokeKnownTokens: change.revokeKnownTokens });
      return changed;
  }
}

async function namesOf(ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await database().pool.query<{ id: string; name: string }>('SELECT id, name FROM users WHERE id = ANY ($1::uuid[])', [
    ids,
  ]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
