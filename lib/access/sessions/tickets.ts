/**
 * The time between the two steps of a sign-in: the password was right, or a provider knew who it is, and this browser may go on to the second
 * within five minutes.
 */
import { randomBytes } from 'node:crypto';
import { database } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { Change } from '#lib/platform/transact.ts';
import { hashToken } from '../actor.ts';
import { cookieName, secure } from '../cookie.ts';

/** By what the second step can be taken. */
export type SecondWay = 'passkey' | 'totp' | 'recovery';

/** The token goes into the browser's cookie and is kept nowhere here. */
export type SecondStep = { ticket: string; ways: SecondWay[] };

const minutes = 5;

export const ticketCookie = (): string => cookieName('gatehouse-second-step');

/** A Set-Cookie header for the ticket; without one, takes it out of the browser. Lax for who comes from a provider's page and goes on at once. */
export const ticketCookieHeader = (ticket: string | null, sameSite: 'Strict' | 'Lax' = 'Strict'): string =>
  `${ticketCookie()}=${ticket ?? ''}; Path=/; Max-Age=${ticket ? minutes * 60 : 0}; HttpOnly; SameSite=${sameSite}${secure() ? '; Secure' : ''}`;

type Ways = { passkey: boolean; totp: boolean; recovery: boolean };

const ways = `EXISTS (SELECT FROM passkeys f WHERE f.user_id = u.id) AS passkey,
  EXISTS (SELECT FROM totp_secrets f WHERE f.user_id = u.id) AS totp,
  EXISTS (SELECT FROM recovery_codes f WHERE f.user_id = u.id AND f.used_at IS NULL) AS recovery`;

const listed = (row: Ways): SecondWay[] => (['passkey', 'totp', 'recovery'] as const).filter((way) => row[way]);

/** The ways this person has; none for who has neither a passkey nor an authenticator app. */
export async function secondStepOf(userId: string): Promise<SecondWay[]> {
  const { rows } = await database().pool.query<Ways>(`SELECT ${ways} FROM users u WHERE u.id = $1`, [userId]);
  const [row] = rows;
  return row?.passkey || row?.totp ? listed(row) : [];
}

export type FirstStep = 'password' | 'sso';

export async function openTicket(userId: string, found: SecondWay[], first: FirstStep = 'password'): Promise<SecondStep> {
  const ticket = randomBytes(32).toString('base64url');
  await database().pool.query(
    `WITH gone AS (DELETE FROM sign_in_tickets WHERE expires_at < now() - interval '1 minute')
     INSERT INTO sign_in_tickets (id, user_id, token_hash, expires_at, first_step) VALUES ($1, $2, $3, now() + make_interval(mins => $4), $5)`,
    [newId(), userId, hashToken(ticket), minutes, first],
  );
  return { ticket, ways: found };
}

export type TicketHolder = { ticketId: string; userId: string; name: string; email: string; first: FirstStep; ways: SecondWay[] };

/** Who is at the second step with this ticket; null where it is over, used or none. */
export async function findTicket(ticket: string | null): Promise<TicketHolder | null> {
  if (!ticket) return null;
  const { rows } = await database().pool.query<
    { ticket_id: string; user_id: string; name: string; email: string; first_step: FirstStep } & Ways
  >(
    `SELECT t.id AS ticket_id, u.id AS user_id, u.name, u.email, t.first_step, ${ways} FROM sign_in_tickets t JOIN users u ON u.id = t.user_id
     WHERE t.token_hash = $1 AND t.expires_at > now() AND u.status = 'active'`,
    [hashToken(ticket)],
  );
  const [row] = rows;
  return row
    ? { ticketId: row.ticket_id, userId: row.user_id, name: row.name, email: row.email, first: row.first_step, ways: listed(row) }
    : null;
}

/** @throws AppError `unauthenticated` where the ticket is over, used or none. */
export async function getTicket(ticket: string | null): Promise<TicketHolder> {
  const holder = await findTicket(ticket);
  if (!holder) throw over();
  return holder;
}

/** Uses the ticket up inside the change that opens the session: of two at once, one is refused. */
export async function useTicket({ tx }: Change, { ticketId, userId }: TicketHolder): Promise<void> {
  const { count } = await tx.signInTicket.deleteMany({ where: { id: ticketId, userId, expiresAt: { gt: new Date() } } });
  if (count === 0) throw over();
}

const over = () => new AppError('unauthenticated', 'The time for the second step is over. Begin again.');
