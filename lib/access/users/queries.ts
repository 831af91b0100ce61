import { database } from '#lib/platform/database.ts';
import { signedOut } from '#lib/platform/errors.ts';
import type { NoticeChoices } from '../notices/rules.ts';
import type { Actor } from '../policy.ts';
import type { Account, Person } from './schema.ts';

/** The account as it stands now: a page may hold an older one. A service account's is what its token tells. */
export async function getAccount(actor: Actor): Promise<Account> {
  if (actor.type === 'service') return { ...actor, notifications: {} };
  const { rows } = await database().pool.query<{
    name: string;
    time_zone: string;
    locale: string;
    notifications: NoticeChoices;
  }>('SELECT name, time_zone, locale, notifications FROM users WHERE id = $1', [actor.id]);
  const [row] = rows;
  if (!row) throw signedOut();
  const { id, email, orgRole, memberships } = actor;
  return { id, email, orgRole, memberships, name: row.name, timeZone: row.time_zone, locale: row.locale, notifications: row.notifications };
}

/** Active people whose name or mail holds the text, those that begin with it first; at most 20. */
export async function searchPeople(text: string): Promise<Person[]> {
  const { rows } = await database().pool.query<Person>(
    `SELECT id, name, email FROM users
     WHERE status = 'active' AND ($1 = '' OR strpos(lower(name), $1) > 0 OR strpos(email, $1) > 0)
     ORDER BY NOT (starts_with(lower(name), $1) OR strpos(lower(name), ' ' || $1) > 0), lower(name), id LIMIT 20`,
    [text.toLowerCase()],
  );
  return rows;
}
