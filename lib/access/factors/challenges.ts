/** What was asked of a browser and is not answered yet. Whoever holds the session, ticket or cookie it was asked of can answer, once, within five minutes. */
import { createHash } from 'node:crypto';
import { database } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';

export type ChallengePurpose = 'totp_enrolment' | 'passkey_enrolment' | 'passkey_proof' | 'passkey_sign_in';

/** What a challenge is bound to: a session by its id, or the token of a cookie, for somebody who is still at the door. */
export type Holder = { sessionId: string } | { cookie: string };

const minutes = 5;

const digestOf = (holder: Holder) =>
  createHash('sha256')
    .update('cookie' in holder ? `cookie ${holder.cookie}` : `session ${holder.sessionId}`)
    .digest();

/** Keeps what was asked; one that was asked of the same holder for the same purpose before can be answered no more. */
export async function keepChallenge(holder: Holder, purpose: ChallengePurpose, content: Uint8Array): Promise<void> {
  await database().pool.query(
    `WITH gone AS (DELETE FROM challenges WHERE expires_at < now() - interval '1 minute')
     INSERT INTO challenges (id, purpose, holder, content, expires_at) VALUES ($1, $2, $3, $4, now() + make_interval(mins => $5))
     ON CONFLICT (holder, purpose) DO UPDATE SET content = excluded.content, expires_at = excluded.expires_at`,
    [newId(), purpose, digestOf(holder), content, minutes],
  );
}

/** Keeps what is to be asked, unless something was asked of the same holder already and still stands; returns what stands. */
export async function keepFirstChallenge(holder: Holder, purpose: ChallengePurpose, content: Uint8Array): Promise<Buffer> {
  const { rows } = await database().pool.query<{ content: Buffer }>(
    `INSERT INTO challenges AS c (id, purpose, holder, content, expires_at) VALUES ($1, $2, $3, $4, now() + make_interval(mins => $5))
     ON CONFLICT (holder, purpose) DO UPDATE SET
       content = CASE WHEN c.expires_at > now() THEN c.content ELSE excluded.content END, expires_at = excluded.expires_at
     RETURNING content`,
    [newId(), purpose, digestOf(holder), content, minutes],
  );
  return rows[0]?.content ?? Buffer.from(content);
}

/**
 * Takes what was asked, so that it is answered by nobody else: of two answers at once one finds nothing.
 * @throws AppError `invalid` when nothing was asked, it was answered, or it is too long ago.
 */
export async function takeChallenge(holder: Holder, purpose: ChallengePurpose): Promise<Buffer> {
  const { rows } = await database().pool.query<{ content: Buffer; standing: boolean }>(
    'DELETE FROM challenges WHERE holder = $1 AND purpose = $2 RETURNING content, expires_at > now() AS standing',
    [digestOf(holder), purpose],
  );
  const [row] = rows;
  if (!row?.standing) throw new AppError('invalid', 'This took longer than five minutes, or was answered already. Start it again.');
  return row.content;
}

/** Reads what was asked and leaves it: a mistyped code may be typed again. @throws AppError as takeChallenge. */
export async function readChallenge(holder: Holder, purpose: ChallengePurpose): Promise<Buffer> {
  const { rows } = await database().pool.query<{ content: Buffer }>(
    'SELECT content FROM challenges WHERE holder = $1 AND purpose = $2 AND expires_at > now()',
    [digestOf(holder), purpose],
  );
  const [row] = rows;
  if (!row) throw new AppError('invalid', 'This took longer than five minutes, or was answered already. Start it again.');
  return row.content;
}
