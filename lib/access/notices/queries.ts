/** What each notice says, read when it is written; null where its recipient may not know of it (any more), or it no longer holds. */
import { database, read } from '#lib/platform/database.ts';
import type { JobIds } from '#lib/platform/jobs.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { actingUser } from '../acting-user.ts';
import { type Actor, can, houseScope } from '../policy.ts';
import { describeBrowser } from '../sessions/rules.ts';
import { type AccessNotice, type NoticeChoices, type NoticeEvent, wants } from './rules.ts';

/** `call` is what a mail says before the address of the page: what is to be done there. */
export type Notice = { to: { name: string; address: string }; subject: string; paragraphs: string[]; call?: string; path: string };
export type Content = Omit<Notice, 'to'> | null;
/** What each notice says to a reader, by the rights that they have now; null where it is nothing for them. */
export type NoticeContents = Partial<Record<NoticeEvent, (reader: Actor, ids: JobIds) => Promise<Content>>>;

// Next loads this module once for pages and once for routes: what one has said holds for both.
const holder = globalThis as { gatehouseNoticeContents?: NoticeContents };

/**
 * Says what notices of a higher domain say: whoever gets one has it written for them when it is told, and again when it is mailed. Said in
 * lib/composition.ts. For an event that was told with its text it decides whether it still holds.
 */
export function writesNotices(contents: NoticeContents): void {
  holder.gatehouseNoticeContents = { ...holder.gatehouseNoticeContents, ...contents };
}

/** What writes this event, if it is written for each reader. */
export const writerOf = (event: NoticeEvent) => ({ ...(accessContents as NoticeContents), ...holder.gatehouseNoticeContents })[event];

/** The notice for this person, by the rights, the choices and the state of this moment; null also for an event that nobody writes. */
export async function findNotice(event: NoticeEvent, userId: string, ids: JobIds): Promise<Notice | null> {
  const reader = await actingUser(userId);
  const choices = (await choicesOf([userId])).get(userId);
  if (!reader || !choices || !wants(choices, event)) return null;
  const content = await writerOf(event)?.(reader, ids);
  return content ? { to: { name: reader.name, address: reader.email }, ...content } : null;
}

/** What these people chose; nobody who is not there. */
export async function choicesOf(userIds: readonly string[]): Promise<Map<string, NoticeChoices>> {
  const { rows } = await database().pool.query<{ id: string; notifications: NoticeChoices }>(
    'SELECT id, notifications FROM users WHERE id = ANY ($1)',
    [userIds],
  );
  return new Map(rows.map(({ id, notifications }) => [id, notifications]));
}

async function first<T extends object>(text: string, values: unknown[]): Promise<T | undefined> {
  return (await database().pool.query<T & Record<string, unknown>>(text, values)).rows[0];
}

/** A day as mails tell it, in the reader's zone and language. */
export const dayFor = (date: Date, reader: Actor) =>
  new Intl.DateTimeFormat(reader.locale, { dateStyle: 'long', timeZone: reader.timeZone }).format(date);

type Asked = {
  user_id: string;
  team_id: string;
  person: string;
  team: string;
  role: string;
  reason: string;
  until: Date | null;
  status: string;
  note: string | null;
  decider: string | null;
};

/** Requests are cut to teams by the database; the house reads this one, and `contents` decides for whom. */
async function requestOf(id = ''): Promise<Asked | undefined> {
  const rows = await read(houseScope(null), (reader) =>
    reader.rows<Asked>(Prisma.sql`
      SELECT a.user_id, a.team_id, u.name AS person, t.name AS team, r.name AS role, a.reason, a.until, a.status, a.note, d.name AS decider
      FROM access_requests a JOIN users u ON u.id = a.user_id JOIN teams t ON t.id = a.team_id JOIN roles r ON r.key = a.role
      LEFT JOIN users d ON d.id = a.decided_by WHERE a.id = ${id}::uuid`),
  );
  return rows[0];
}

export const accessContents: Record<AccessNotice, (reader: Actor, ids: JobIds) => Promise<Content>> = {
  'invitation.accepted': async (reader, { personId }) => {
    if (!reader.orgRole.permissions.includes('person.read')) return null;
    const person = await first<{ name: string; email: string }>("SELECT name, email FROM users WHERE id = $1 AND status = 'active'", [
      personId,
    ]);
    if (!person) return null;
    return {
      subject: `${person.name} has joined Gatehouse`,
      paragraphs: [`${person.name} (${person.email}) took the invitation and can sign in now.`],
      path: `/people/${personId}`,
    };
  },
  'access.requested': async (reader, { requestId }) => {
    const asked = await requestOf(requestId);
    if (asked?.status !== 'open' || asked.user_id === reader.id || !can(reader, 'member.manage', { teamId: asked.team_id })) return null;
    const until = asked.until ? ` until ${dayFor(asked.until, reader)}` : '';
    return {
      subject: `${asked.person} asks for access to ${asked.team}`,
      paragraphs: [`${asked.person} asks to be ${asked.role} in ${asked.team}${until}.`, `Why: ${asked.reason}`],
      call: 'You may decide on it:',
      path: '/access/requests',
    };
  },
  'access.decided': async (reader, { requestId }) => {
    const asked = await requestOf(requestId);
    if (asked?.user_id !== reader.id || !['approved', 'refused'].includes(asked.status)) return null;
    const until = asked.status === 'approved' && asked.until ? ` It holds until ${dayFor(asked.until, reader)}.` : '';
    return {
      subject: `Your request for ${asked.team} was ${asked.status}`,
      paragraphs: [
        `${asked.decider ?? 'Somebody'} ${asked.status} your request to be ${asked.role} in ${asked.team}.${until}`,
        ...(asked.note ? [`Their note: ${asked.note}`] : []),
      ],
      path: '/access/requests',
    };
  },
  'membership.expiring': async (reader, { teamId }) => {
    const held = reader.memberships.find((each) => each.teamId === teamId);
    if (!held?.expiresAt) return null;
    const on = dayFor(new Date(held.expiresAt), reader);
    return {
      subject: `Your role in ${held.teamName} ends on ${on}`,
      paragraphs: [`You are ${held.role.name} in ${held.teamName} until ${on}. Ask for access again if you need it for longer.`],
      path: '/access/requests',
    };
  },
  'membership.expired': async (reader, { teamId, role }) => {
    // Whoever got a role there again in the meantime has nothing to hear of.
    if (reader.memberships.some((each) => each.teamId === teamId)) return null;
    const text = 'SELECT t.name AS team, r.name AS role FROM teams t, roles r WHERE t.id = $1 AND r.key = $2';
    const held = await first<{ team: string; role: string }>(text, [teamId, role]);
    if (!held) return null;
    return {
      subject: `Your role in ${held.team} has ended`,
      paragraphs: [`You were ${held.role} in ${held.team}, for a time that is over now.`],
      call: 'Ask for access again if you need it:',
      path: '/access/requests',
    };
  },
  'session.new_browser': async (reader, { sessionId }) => {
    const session = await first<{ user_agent: string | null; address: string | null; created_at: Date }>(
      'SELECT user_agent, address, created_at FROM sessions WHERE id = $1 AND user_id = $2',
      [sessionId, reader.id],
    );
    if (!session) return null;
    const at = new Intl.DateTimeFormat(reader.locale, { dateStyle: 'long', timeStyle: 'short', timeZone: reader.timeZone }).format(
      session.created_at,
    );
    const from = session.address ? ` from ${session.address}` : '';
    return {
      subject: 'A new browser signed in to your account',
      paragraphs: [`${describeBrowser(session.user_agent)} signed in as you${from}, on ${at}.`, 'If that was you, there is nothing to do.'],
      call: 'If not, end that session and change your password at once:',
      path: '/settings/security',
    };
  },
};
