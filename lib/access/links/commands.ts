import { createHmac, hkdfSync } from 'node:crypto';
import { now } from '#lib/platform/clock.ts';
import { env } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { enqueueWithin } from '#lib/platform/jobs.ts';
import { mailIsSet } from '#lib/platform/mail.ts';
import type { Change } from '#lib/platform/transact.ts';
import { hashToken } from '../actor.ts';
import { mayStandIn } from '../users/standing.ts';
import { type LinkPurpose, linkHours, linkPages } from './rules.ts';
import type { HandedLink } from './schema.ts';

export const linkMailJob = 'access.link-mail';

/** Derived from the link's id under the secret, so that a job can write it into a mail and it is kept nowhere; the database alone does not hold it. */
export function tokenOf(linkId: string): string {
  const key = Buffer.from(hkdfSync('sha256', env().GATEHOUSE_SECRET, '', 'gatehouse one-time link', 32));
  return createHmac('sha256', key).update(linkId).digest('base64url');
}

export const linkOf = (purpose: LinkPurpose, linkId: string): string => `${env().GATEHOUSE_URL}${linkPages[purpose]}#${tokenOf(linkId)}`;

const bytes = (buffer: Buffer) => buffer as Uint8Array<ArrayBuffer>;

/**
 * Makes a link inside a change, in place of any that the person had for the same. It is mailed once the change commits, or returned to be
 * handed over where no mail is set.
 */
export async function makeLink(change: Change, purpose: LinkPurpose, userId: string): Promise<HandedLink> {
  const id = newId();
  const expiresAt = new Date(now().getTime() + linkHours * 3_600_000);
  await endLinks(change, userId, purpose);
  await change.tx.oneTimeLink.create({ data: { id, purpose, userId, tokenHash: bytes(hashToken(tokenOf(id))), expiresAt } });
  const mailed = mailIsSet();
  if (mailed) await enqueueWithin(change.tx, linkMailJob, id, { linkId: id });
  return { mailed, link: mailed ? null : linkOf(purpose, id), expiresAt: expiresAt.toISOString() };
}

/** Ends the person's open links, of one purpose or of all. */
export async function endLinks({ tx }: Pick<Change, 'tx'>, userId: string, purpose?: LinkPurpose): Promise<void> {
  await tx.oneTimeLink.deleteMany({ where: { userId, usedAt: null, ...(purpose ? { purpose } : {}) } });
}

/**
 * Uses a link up inside a change that reads every team; of two at once one wins. Returns whom it was for.
 * @throws AppError `forbidden` when it does not hold (any more).
 */
export async function takeLink({ tx }: Pick<Change, 'tx'>, purpose: LinkPurpose, token: string): Promise<string> {
  const at = now();
  const where = { tokenHash: bytes(hashToken(token)), purpose, usedAt: null, expiresAt: { gt: at } };
  const { count } = await tx.oneTimeLink.updateMany({ where, data: { usedAt: at } });
  const link = count === 1 ? await tx.oneTimeLink.findUnique({ where: { tokenHash: bytes(hashToken(token)) } }) : null;
  if (!link?.userId || !(await isInRightHands(tx, purpose, link.userId))) throw linkEnded();
  return link.userId;
}

/** What tells who got a link, where no mail is set: whoever made it. */
const made: Record<LinkPurpose, string[]> = {
  invitation: ['user.invited', 'invitation.renewed', 'user.reactivated'],
  password_reset: ['password.reset_started'],
};

/** A link that somebody was handed opens no account that holds more than they do by now; one that was mailed is its person's alone. */
async function isInRightHands(tx: Change['tx'], purpose: LinkPurpose, userId: string): Promise<boolean> {
  if (mailIsSet()) return true;
  const maker = await tx.auditEvent.findFirst({
    where: { targetType: 'user', targetId: userId, event: { in: made[purpose] } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { actorId: true },
  });
  return !maker?.actorId || mayStandIn({ tx }, maker.actorId, userId);
}

export const linkEnded = () =>
  new AppError('forbidden', 'This link no longer works: it was used, replaced, or is over a day old. Ask for a new one.');
