/** Loads the demonstration organisation, and opens and closes the doors through which five of its people can be looked through. */
import { randomInt } from 'node:crypto';
import type pg from 'pg';
import { hashPassword } from '#lib/access/passwords.ts';
import { History, type Row } from './demo/history.ts';
import { nobodysKey } from './demo/passkeys.ts';
import { people, personas } from './demo/people.ts';
import { decideReviews } from './demo/reviews/deciding.ts';
import { staleApprovals } from './demo/reviews/staling.ts';
import { catalogueIn } from './demo/risk/catalogue.ts';
import { demonstrationRows, type Table } from './demo/rows.ts';
import { editTemplates } from './demo/schedules.ts';
import { organisation } from './demo/teams.ts';
import { insertRows, ownerTransaction } from './owner-transaction.ts';

const tables: Table[] = [
  'roles',
  'users',
  'teams',
  'memberships',
  'passkeys',
  'access_requests',
  'service_accounts',
  'api_tokens',
  'assets',
  'asset_versions',
  'version_files',
  'lineage',
  'saved_views',
  'scorings',
  'risks',
  'risk_changes',
  'safeguards',
  'evidence',
  'evidence_chunks',
  'signals',
  'acceptances',
  'posture_days',
  'promotions',
  'waivers',
  'reviews',
  'review_seats',
  'review_votes',
  'review_answers',
  'review_tasks',
  'delegations',
  'review_comments',
  'review_files',
  'review_file_chunks',
  'review_schedules',
  'notifications',
  'webhooks',
  'webhook_deliveries',
  'audit_events',
  'audit_personal',
];

/**
 * Loads the demonstration organisation with all times before `now`, in one transaction. False, and nothing written, when it is there already or
 * when the database holds any team or asset: it never mixes with a real inventory.
 */
export async function seedDemonstration(ownerUrl: string, now = new Date()): Promise<boolean> {
  return ownerTransaction(ownerUrl, 'demonstration.loaded', async (client) => {
    const { rows: found } = await client.query<{ taken: boolean }>(
      'SELECT EXISTS (SELECT FROM users WHERE demonstration) OR EXISTS (SELECT FROM teams) OR EXISTS (SELECT FROM assets) AS taken',
    );
    if (found[0]?.taken) return false;
    const rows = demonstrationRows(now, await catalogueIn(client));
    for (const table of tables) {
      if (table === 'risks') await nameScorings(client, rows.risks);
      await insertRows(client, table, rows[table]);
    }
    await decideReviews(client, rows.outcomes);
    await editTemplates(client, rows.templates);
    await staleApprovals(client);
    // The levels were settled before the assets came; what their coming made due is done.
    for (const due of ['risks_due', 'reviews_due', 'approvals_due'])
      await client.query(`DELETE FROM ${due} WHERE transaction = pg_current_xact_id()::text::bigint`);
    await client.query('SELECT fold_tallies()');
    // What the demonstration was told has its places; what comes next goes on from there.
    await client.query("SELECT setval('notification_positions', (SELECT coalesce(max(position), 1) FROM notifications))");
    const after = { organisation: organisation.name, people: rows.users.length, teams: rows.teams.length, assets: rows.assets.length };
    await recordNow(client, 'demonstration.loaded', after, now);
    return true;
  });
}

/** Puts the number of its scoring in place of the facts of each risk. */
async function nameScorings(client: pg.Client, risks: Row[]): Promise<void> {
  const { rows } = await client.query<{ id: number; facts: string }>('SELECT id, facts FROM scorings');
  const ids = new Map(rows.map(({ id, facts }) => [facts, id]));
  for (const risk of risks) {
    risk['scoring_id'] = ids.get(String(risk['facts'])) ?? null;
    delete risk['facts'];
  }
}

export type DemonstrationLogin = { persona: string; name: string; email: string; password: string };

/**
 * Gives the five personas fresh random passwords, ends their sessions, and returns what to sign in with: the passwords are kept nowhere else.
 * Empty when the demonstration organisation is not there.
 */
export async function enableDemonstrationLogins(ownerUrl: string): Promise<DemonstrationLogin[]> {
  const chosen = personas.map(({ persona, person }) => ({ persona, email: people[person].email, password: readablePassword() }));
  const hashes = await Promise.all(chosen.map(({ password }) => hashPassword(password)));
  return ownerTransaction(ownerUrl, 'demonstration.logins_enabled', async (client) => {
    const { rows: found } = await client.query<{ id: string; name: string; email: string }>(
      "SELECT id, name, email FROM users WHERE demonstration AND status = 'active' AND email = ANY ($1)",
      [chosen.map(({ email }) => email)],
    );
    await closeDoors(client);
    const logins: DemonstrationLogin[] = [];
    for (const [at, { persona, email, password }] of chosen.entries()) {
      const user = found.find((each) => each.email === email);
      if (!user) continue;
      await client.query('INSERT INTO passwords (user_id, hash) VALUES ($1, $2)', [user.id, hashes[at]]);
      logins.push({ persona, name: user.name, email, password });
    }
    if (logins.length > 0) await recordNow(client, 'demonstration.logins_enabled', { personas: logins.map(({ persona }) => persona) });
    return logins;
  });
}

/**
 * Takes away every password, second factor, session and token of the demonstration organisation's people, and the tokens of its service accounts: none of
 * them can sign in, stay signed in, or act by a script.
 */
export async function disableDemonstrationLogins(ownerUrl: string): Promise<void> {
  await ownerTransaction(ownerUrl, 'demonstration.logins_disabled', async (client) => {
    const closed = await closeDoors(client);
    const tokens = await revokeTokens(client);
    if (closed.passwords + closed.factors + closed.sessions + tokens > 0)
      await recordNow(client, 'demonstration.logins_disabled', { ...closed, tokens });
  });
}

async function closeDoors(client: pg.Client): Promise<{ passwords: number; factors: number; sessions: number }> {
  const theirs = 'user_id IN (SELECT id FROM users WHERE demonstration)';
  const sessions = await client.query(`DELETE FROM sessions WHERE ${theirs}`);
  const passwords = await client.query(`DELETE FROM passwords WHERE ${theirs}`);
  // A passkey signs in alone; those that the demonstration came with fit no device.
  const totp = await client.query(`DELETE FROM totp_secrets WHERE ${theirs}`);
  const passkeys = await client.query(`DELETE FROM passkeys WHERE public_key <> $1 AND ${theirs}`, [nobodysKey]);
  for (const table of ['recovery_codes', 'sign_in_tickets']) await client.query(`DELETE FROM ${table} WHERE ${theirs}`);
  const factors = (totp.rowCount ?? 0) + (passkeys.rowCount ?? 0);
  return { passwords: passwords.rowCount ?? 0, factors, sessions: sessions.rowCount ?? 0 };
}

async function revokeTokens(client: pg.Client): Promise<number> {
  const people = '(SELECT id FROM users WHERE demonstration)';
  const { rowCount } = await client.query(
    `UPDATE api_tokens SET revoked_at = now() WHERE revoked_at IS NULL AND expires_at > now()
     AND (user_id IN ${people} OR service_account_id IN (SELECT id FROM service_accounts WHERE created_by IN ${people}))`,
  );
  return rowCount ?? 0;
}

/** An event that the start of the server records by itself, for nobody in particular. */
async function recordNow(
  client: pg.Client,
  event: `demonstration.${string}`,
  after: Record<string, unknown>,
  at = new Date(),
): Promise<void> {
  const history = new History('start');
  history.record({ event, at, actorId: null, target: ['demonstration', null], after });
  await insertRows(client, 'audit_events', history.rows);
  await insertRows(client, 'audit_personal', history.personal);
}

/** Letters and digits that cannot be taken for each other. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of six, joined by hyphens: 27 characters, about 118 bits. */
function readablePassword(): string {
  const group = () => Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
