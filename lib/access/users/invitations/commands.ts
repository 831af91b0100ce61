import { type Act, difference } from '#lib/platform/audit.ts';
import { database } from '#lib/platform/database.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { passwordRefusal } from '../../common-passwords.ts';
import { endLinks, linkEnded, makeLink, takeLink } from '../../links/commands.ts';
import { findLinkHolder } from '../../links/queries.ts';
import type { HandedLink } from '../../links/schema.ts';
import { tell } from '../../notices/commands.ts';
import { hashPassword } from '../../passwords.ts';
import { type Actor, houseScope, mustEverywhere, scopeOf } from '../../policy.ts';
import { type Browser, openSession } from '../../sessions/commands.ts';
import { mustNotUseProvider } from '../../sessions/sign-in.ts';
import { countAttempt, giveBack, networkOf } from '../../throttle.ts';
import { hindranceToStandIn, hindranceToTake, standingOf } from '../standing.ts';
import { knownOf, previewOf, problemsOf } from './judging.ts';
import { readInvitees } from './rules.ts';
import type { Acceptance, InvitationPreview, InvitationPreviewInput, Invited, Invitee } from './schema.ts';

/** What would become of a pasted list or CSV, line by line. Makes nothing. @throws AppError `invalid` at `text` where it cannot be read. */
export async function previewInvitations(actor: Actor, { text, ...given }: InvitationPreviewInput): Promise<InvitationPreview> {
  mustEverywhere(actor, 'person.manage');
  const written = readOrRefuse(text);
  const emails = written.map((each) => each.email.trim().toLowerCase());
  return previewOf(actor, written, given, await knownOf(database().prisma, emails));
}

function readOrRefuse(text: string) {
  try {
    return readInvitees(text);
  } catch (error) {
    throw invalid('text', `This cannot be read as a CSV: ${error instanceof Error ? error.message : 'it is broken'}`);
  }
}

/**
 * Invites these people, all or none, each with a link that works once and for a day. The links go by mail once that is so; where no mail is
 * set they are in the answer and nowhere else.
 * @throws AppError `invalid` with each problem at `people.N`, `forbidden`
 */
export async function invitePeople(actor: Actor, act: Act, people: readonly Invitee[]): Promise<Invited> {
  mustEverywhere(actor, 'person.manage');
  return transact(scopeOf(actor, 'person.manage'), act, 'user.invited', async (change) => {
    const known = await knownOf(
      change.tx,
      people.map((each) => each.email),
    );
    const seen = new Set<string>();
    const fields = Object.fromEntries(
      people.flatMap((each, at) => problemsOf(actor, each, known, seen).map((problem) => [`people.${at}`, `${each.email}: ${problem}`])),
    );
    const [first] = Object.values(fields);
    if (first) throw new AppError('invalid', `Nobody was invited. ${first}`, { fields });
    const inviter = await change.tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: { demonstration: true } });
    const invited: Invited['people'] = [];
    let mailed = false;
    for (const person of people) {
      const made = await inviteOne(actor, change, person, inviter.demonstration);
      mailed = made.mailed;
      invited.push({ id: made.id, name: person.name, email: person.email, link: made.link, expiresAt: made.expiresAt });
    }
    return { mailed, people: invited };
  });
}

async function inviteOne(actor: Actor, change: Change, { name, email, role, teamId, teamRole }: Invitee, demonstration: boolean) {
  const id = newId();
  const { tx, record } = change;
  const { timeZone, locale } = actor;
  await tx.user
    .create({ data: { id, name, email, orgRole: role, status: 'invited', timeZone, locale, demonstration } })
    .catch((error: unknown) => {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
        throw new AppError('conflict', `Nobody was invited. ${email}: was invited by somebody else a moment ago.`);
      throw error;
    });
  const target = { targetType: 'user', targetId: id };
  await record({ event: 'user.invited', ...target, teamId: null, after: { name, email, orgRole: role } });
  if (teamId && teamRole) {
    await tx.membership.create({ data: { teamId, userId: id, role: teamRole, grantedBy: actor.id } });
    await record({ event: 'membership.granted', ...target, teamId, after: { role: teamRole } });
  }
  return { id, ...(await makeLink(change, 'invitation', id)) };
}

/** Makes a new link in place of the old one, for a day from now. @throws AppError `conflict` for who has joined or left */
export async function renewInvitation(actor: Actor, act: Act, id: string): Promise<HandedLink> {
  mustEverywhere(actor, 'person.manage');
  return transact(scopeOf(actor, 'person.manage'), act, 'invitation.renewed', async (change) => {
    const person = await invitedPerson(change, id);
    const hindrance = hindranceToStandIn(actor, person);
    if (hindrance) throw new AppError('forbidden', hindrance);
    await change.record({ event: 'invitation.renewed', targetType: 'user', targetId: id, teamId: null });
    return makeLink(change, 'invitation', id);
  });
}

/** Takes an invitation back: its link ends, and the person stands among the deactivated. @throws AppError `conflict` for who has joined */
export async function cancelInvitation(actor: Actor, act: Act, id: string): Promise<void> {
  mustEverywhere(actor, 'person.manage');
  await transact(scopeOf(actor, 'person.manage'), act, 'invitation.cancelled', async (change) => {
    const person = await invitedPerson(change, id);
    const hindrance = hindranceToTake(actor, person);
    if (hindrance) throw new AppError('forbidden', hindrance);
    await endLinks(change, id);
    await change.tx.user.update({ where: { id }, data: { status: 'deactivated', version: { increment: 1 } } });
    const status = { before: { status: 'invited' }, after: { status: 'deactivated' } };
    await change.record({ event: 'invitation.cancelled', targetType: 'user', targetId: id, teamId: null, ...status });
  });
}

async function invitedPerson(change: Change, id: string) {
  const [person] = await standingOf(change, [id]);
  if (!person) throw notFound('person');
  if (person.status !== 'invited')
    throw new AppError(
      'conflict',
      person.status === 'active' ? `${person.name} has joined already.` : 'This invitation was taken back. Reactivate the person instead.',
    );
  return person;
}

/**
 * Takes an invitation: the person is active, with this name and password, and signed in: the token of their session is returned, with the seconds for which its cookie holds.
 * @throws AppError `forbidden` when the link holds no more, `invalid` with the field, `too_many` after several tries
 */
export async function acceptInvitation(
  given: Acceptance,
  requestId: string,
  browser: Browser,
): Promise<{ token: string; seconds: number }> {
  const { token, name, password, timeZone } = given;
  const network = browser.address ? networkOf(browser.address) : null;
  if (network) await countAttempt('address', network);
  const holder = await findLinkHolder('invitation', token);
  if (!holder) throw linkEnded();
  await mustNotUseProvider(holder.orgRole);
  const problem = await passwordRefusal(password, { name, email: holder.email });
  if (problem) throw invalid('password', problem);
  const hash = await hashPassword(password);
  const { id } = holder;
  const accepted = await transact(
    houseScope(id),
    { actorId: id, requestId, operationId: newId() },
    'invitation.accepted',
    async (change) => {
      const { tx, record } = change;
      if ((await takeLink(change, 'invitation', token)) !== id) throw new Error('A link changed hands.');
      const { count } = await tx.user.updateMany({
        where: { id, status: 'invited' },
        data: { name, status: 'active', version: { increment: 1 }, ...(timeZone ? { timeZone } : {}) },
      });
      if (count === 0) throw new AppError('forbidden', 'This invitation was taken back.');
      await tx.password.upsert({ where: { userId: id }, create: { userId: id, hash }, update: { hash, changedAt: new Date() } });
      const changed = difference({ name: holder.name, status: 'invited' }, { name, status: 'active' });
      await record({ event: 'invitation.accepted', targetType: 'user', targetId: id, teamId: null, ...changed });
      await tellInviter(change, id);
      return openSession(change, id, browser, 'password');
    },
  );
  if (network) await giveBack('address', network);
  return accepted;
}

/** Tells whoever sent the invitation that it was taken, once the change commits. */
export async function tellInviter(change: Change, personId: string): Promise<void> {
  const invitation = await change.tx.auditEvent.findFirst({
    where: { targetType: 'user', targetId: personId, event: { in: ['user.invited', 'invitation.renewed'] } },
    orderBy: { at: 'desc' },
    select: { actorId: true },
  });
  if (invitation?.actorId) await tell(change, { event: 'invitation.accepted', userIds: [invitation.actorId], ids: { personId } });
}
