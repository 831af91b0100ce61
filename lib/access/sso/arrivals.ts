/** What a person who came back from a provider gets here: a session, a link to their account, or a reason why not. */
import type { Act } from '#lib/platform/audit.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { hashToken } from '../actor.ts';
import { sessionCookieHeader } from '../cookie.ts';
import { takeLink } from '../links/commands.ts';
import { type Actor, houseScope } from '../policy.ts';
import { type Browser, closeSessions, openSession } from '../sessions/commands.ts';
import { openTicket, type SecondWay, secondStepOf, ticketCookieHeader } from '../sessions/tickets.ts';
import { tellInviter } from '../users/invitations/commands.ts';
import { findByIdentity, findInvited, isMailTaken, type UsedProvider } from './queries.ts';
import { SsoRefusal } from './refusal.ts';
import { applyGroups } from './rights.ts';
import type { Claims } from './rules.ts';

export type Origin = Browser & { requestId: string; previousToken: string | null };

const actOf = (actorId: string | null, requestId: string): Act => ({ actorId, requestId, operationId: newId() });

const isTaken = (error: unknown) => error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';

/** The Set-Cookie header that the browser goes on with: of a session, or of a ticket for the second step. */
export type Entry = { cookie: string; secondStep: boolean };

/**
 * A new session for the person of this identity, always, in place of the one that the browser had; rights from groups are brought up to date.
 * Whoever has a second factor here that the provider does not stand in for gets a ticket for the second step instead. Whom nobody knows gets an
 * account where the provider may make one.
 * @throws SsoRefusal `unknown`, `mail_taken`, `no_mail`, `deactivated`
 */
export async function signInBy(provider: UsedProvider, claims: Claims, origin: Origin): Promise<Entry> {
  // Before the identity: an account that another sign-in of this person makes meanwhile is found by it, and is nobody else's.
  const mailTaken = claims.email !== null && (await isMailTaken(claims.email));
  const person = await findByIdentity(claims.issuer, claims.subject);
  if (person && person.status !== 'active') throw new SsoRefusal('deactivated', `the account is ${person.status}`);
  const ways = person && !provider.enforcesSecondFactor ? await secondStepOf(person.id) : [];
  if (person && ways.length > 0) return halfway(person.id, ways, provider, claims, origin);
  if (person) return arrive(person.id, provider, claims, origin, async () => undefined);
  mayBeMade(provider, claims, mailTaken);
  const id = newId();
  return arrive(id, provider, claims, origin, (change) => makePerson(change, id, provider, claims)).catch(async (error: unknown) => {
    // Two first sign-ins at once: one made the account, the other finds it.
    if (isTaken(error) && (await findByIdentity(claims.issuer, claims.subject))) return signInBy(provider, claims, origin);
    if (isTaken(error)) throw new SsoRefusal('mail_taken', 'the mail address is taken');
    throw error;
  });
}

function mayBeMade(provider: UsedProvider, { email, emailVerified }: Claims, mailTaken: boolean): void {
  if (mailTaken) throw new SsoRefusal('mail_taken', 'the mail address is taken');
  if (!provider.createsPeople) throw new SsoRefusal('unknown', 'the identity is unknown, and the provider makes no accounts');
  if (!email) throw new SsoRefusal('no_mail', 'no mail address was told');
  if (!emailVerified && !provider.trustsMail) throw new SsoRefusal('no_mail', 'the mail address is not verified');
}

async function makePerson({ tx, record }: Change, id: string, provider: UsedProvider, { name, email }: Claims): Promise<void> {
  await tx.user.create({ data: { id, name, email: email ?? '', orgRole: 'member' } });
  const after = { name, email, orgRole: 'member', provider: provider.key };
  await record({ event: 'user.created', targetType: 'user', targetId: id, teamId: null, after });
}

/** Who it is, what they may do, and whether they may come in; `before` runs first: what makes the person one who may. */
async function settle(
  change: Change,
  userId: string,
  provider: UsedProvider,
  claims: Claims,
  before: (change: Change) => Promise<void> = async () => undefined,
): Promise<void> {
  await before(change);
  await noteIdentity(change, userId, provider, claims);
  await applyGroups(change, userId, claims.issuer, provider.mappings, claims.groups);
  const { status } = await change.tx.user.findUniqueOrThrow({ where: { id: userId }, select: { status: true } });
  if (status !== 'active') throw new SsoRefusal('deactivated', `the account is ${status}`);
}

async function arrive(
  userId: string,
  provider: UsedProvider,
  claims: Claims,
  origin: Origin,
  before: (change: Change) => Promise<void>,
): Promise<Entry> {
  return transact(houseScope(userId), actOf(userId, origin.requestId), 'session.started', async (change) => {
    await settle(change, userId, provider, claims, before);
    if (origin.previousToken) await closeSessions(change, { tokenHash: hashToken(origin.previousToken) }, 'replaced');
    await change.tx.session.deleteMany({ where: { userId, expiresAt: { lt: new Date() } } });
    const method = provider.enforcesSecondFactor ? 'sso+factor' : 'sso';
    const { id, token, seconds } = await openSession(change, userId, origin, method, provider.key);
    // A provider that does not say when the person proved themselves is asked again when it matters.
    await change.tx.session.update({ where: { id }, data: { confirmedAt: claims.provedAt ?? new Date(0) } });
    return { cookie: sessionCookieHeader(token, seconds), secondStep: false };
  });
}

/** The provider knows who it is; the second factor that they have here is still to come. */
async function halfway(userId: string, ways: SecondWay[], provider: UsedProvider, claims: Claims, origin: Origin): Promise<Entry> {
  await transact(houseScope(userId), actOf(userId, origin.requestId), 'identity.used', async (change) => {
    await settle(change, userId, provider, claims);
    const after = { userId, provider: provider.key, issuer: claims.issuer };
    await change.record({ event: 'identity.used', targetType: 'identity', targetId: null, teamId: null, after });
  });
  const { ticket } = await openTicket(userId, ways, 'sso');
  return { cookie: ticketCookieHeader(ticket, 'Lax'), secondStep: true };
}

/** Links the identity if it is new, and keeps what the provider told this time. */
async function noteIdentity({ tx, record }: Change, userId: string, provider: UsedProvider, claims: Claims): Promise<void> {
  const { issuer, subject, email, groups } = claims;
  const told = { email, groups: groups.slice(0, 200), lastUsedAt: new Date() };
  const { count } = await tx.identity.updateMany({ where: { issuer, subject, userId }, data: told });
  if (count > 0) return;
  const id = newId();
  await tx.identity.create({ data: { id, issuer, subject, userId, ...told } });
  const after = { userId, provider: provider.key, issuer, email };
  await record({ event: 'identity.linked', targetType: 'identity', targetId: id, teamId: null, after });
}

/**
 * Links the identity to the account of whoever is signed in. Linking one's own again changes nothing.
 * @throws SsoRefusal `other_person`
 */
export async function linkTo(actor: Actor, provider: UsedProvider, claims: Claims, requestId: string): Promise<void> {
  const standing = await findByIdentity(claims.issuer, claims.subject);
  if (standing && standing.id !== actor.id) throw new SsoRefusal('other_person', 'the identity is linked to somebody else');
  if (standing) return;
  const linked = transact(houseScope(actor.id), actOf(actor.id, requestId), 'identity.linked', (change) =>
    noteIdentity(change, actor.id, provider, claims),
  );
  await linked.catch((error: unknown) => {
    throw isTaken(error) ? new SsoRefusal('other_person', 'the identity is linked to somebody else') : error;
  });
}

/**
 * Takes an invitation with this identity instead of a password: the account becomes active, the identity is linked, a session begins.
 * Whoever holds the link may, whatever mail address the provider tells.
 * @throws SsoRefusal `invitation`, `other_person`
 */
export async function acceptInvitationBySso(token: string, provider: UsedProvider, claims: Claims, origin: Origin): Promise<Entry> {
  const invited = await findInvited(token);
  if (!invited) throw new SsoRefusal('invitation', 'the invitation does not hold');
  if (await findByIdentity(claims.issuer, claims.subject)) throw new SsoRefusal('other_person', 'the identity is linked to somebody else');
  return arrive(invited.id, provider, claims, origin, async (change) => {
    await takeLink(change, 'invitation', token);
    await change.tx.user.update({ where: { id: invited.id }, data: { status: 'active', version: { increment: 1 } } });
    const target = { targetType: 'user', targetId: invited.id, teamId: null };
    await change.record({
      event: 'invitation.accepted',
      ...target,
      before: { status: 'invited' },
      after: { status: 'active', provider: provider.key },
    });
    await tellInviter(change, invited.id);
  }).catch((error: unknown) => {
    throw isTaken(error) ? new SsoRefusal('other_person', 'the identity is linked to somebody else') : error;
  });
}
