import { createHash, randomBytes } from 'node:crypto';
import { newId } from '#lib/platform/identifiers.ts';
import { History } from './demo/history.ts';
import { insertRows, ownerTransaction } from './owner-transaction.ts';

const validHours = 24;

/**
 * A token with which the first administrator is made, once and within 24 hours; only its SHA-256 is kept. Earlier tokens stop working.
 * Null when an active administrator is there, people of the demonstration organisation not counted.
 */
export async function issueFirstAdministratorLink(ownerUrl: string, now = new Date()): Promise<string | null> {
  const event = 'first_administrator.link_issued';
  return ownerTransaction(ownerUrl, event, async (client) => {
    const { rowCount: administrators } = await client.query(
      "SELECT FROM users WHERE org_role = 'admin' AND status = 'active' AND NOT demonstration LIMIT 1",
    );
    await client.query("DELETE FROM one_time_links WHERE purpose = 'first_administrator' AND used_at IS NULL");
    if (administrators) return null;
    const token = randomBytes(32).toString('base64url');
    const id = newId();
    const expiresAt = new Date(now.getTime() + validHours * 3_600_000);
    await client.query("INSERT INTO one_time_links (id, purpose, token_hash, expires_at) VALUES ($1, 'first_administrator', $2, $3)", [
      id,
      createHash('sha256').update(token).digest(),
      expiresAt,
    ]);
    const history = new History('start');
    history.record({ event, at: now, actorId: null, target: ['one_time_link', id], after: { expiresAt } });
    await insertRows(client, 'audit_events', history.rows);
    await insertRows(client, 'audit_personal', history.personal);
    return token;
  });
}
