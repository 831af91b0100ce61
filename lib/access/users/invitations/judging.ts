/** Whether each of these people can be invited, by this actor, now: the same judgement for the preview and for the act. */
import { mailIsSet } from '#lib/platform/mail.ts';
import type { Change } from '#lib/platform/transact.ts';
import { type CustomRole, roleOf } from '../../held-rights.ts';
import type { Role } from '../../permissions.ts';
import { type Actor, can, forbidden } from '../../policy.ts';
import type { PersonStatus } from '../rules.ts';
import { hindranceToGive } from '../standing.ts';
import { provisionalName, type WrittenInvitee } from './rules.ts';
import { type InvitationPreview, type InvitationPreviewInput, Invitee } from './schema.ts';

type Team = { id: string; key: string; name: string };
type Known = { teams: Team[]; roles: Role[]; people: Map<string, PersonStatus> };
type Reading = Pick<Change['tx'], 'team' | 'role' | 'user'>;

/** The teams and roles that there are, and who of these addresses is here already. */
export async function knownOf(tx: Reading, emails: readonly string[]): Promise<Known> {
  const teams = await tx.team.findMany({ where: { archivedAt: null }, select: { id: true, key: true, name: true } });
  const rows = await tx.role.findMany({ where: { retiredAt: null } });
  const people = await tx.user.findMany({ where: { email: { in: [...emails] } }, select: { email: true, status: true } });
  return {
    teams,
    roles: rows.map((row) => {
      const custom = row.builtIn ? null : ({ name: row.name, permissions: row.permissions, kinds: row.kinds } as CustomRole);
      return roleOf(row.scope as Role['scope'], row.key, custom);
    }),
    people: new Map(people.map(({ email, status }) => [email, status as PersonStatus])),
  };
}

const here: Record<PersonStatus, string> = {
  invited: 'Is invited already. Renew the invitation on their page.',
  active: 'Already has an account.',
  deactivated: 'Was here and is deactivated. Reactivate them on their page.',
};

/** What is in the way of inviting this person. */
export function problemsOf(actor: Actor, invitee: Invitee, known: Known, seen: Set<string>): string[] {
  const problems: string[] = [];
  const status = known.people.get(invitee.email);
  if (status) problems.push(here[status]);
  if (seen.has(invitee.email)) problems.push('Is listed twice.');
  seen.add(invitee.email);
  const role = known.roles.find((each) => each.scope === 'organisation' && each.key === invitee.role);
  problems.push((role ? hindranceToGive(actor, role, null) : 'There is no such role of the organisation.') ?? '');
  if (invitee.teamId === null && invitee.teamRole !== null) problems.push('A role in a team takes a team.');
  if (invitee.teamId !== null) problems.push(...problemsOfTeam(actor, invitee.teamId, invitee.teamRole, known));
  return problems.filter(Boolean);
}

function problemsOfTeam(actor: Actor, teamId: string, teamRole: string | null, { teams, roles }: Known): string[] {
  if (!teams.some((each) => each.id === teamId)) return ['There is no such team.'];
  if (!can(actor, 'member.manage', { teamId })) return [forbidden('member.manage').message];
  const role = roles.find((each) => each.scope === 'team' && each.key === teamRole);
  return [role ? (hindranceToGive(actor, role, teamId) ?? '') : 'Choose their role in the team.'];
}

/** Each line of a text with what would be made of it, or what is in the way. */
export function previewOf(
  actor: Actor,
  written: readonly WrittenInvitee[],
  given: Omit<InvitationPreviewInput, 'text'>,
  known: Known,
): InvitationPreview {
  const seen = new Set<string>();
  const lines = written.map((one) => {
    const { roles, teams } = known;
    const role = one.role
      ? (named(roles, 'organisation', one.role) ?? { key: one.role, name: one.role })
      : roles.find((each) => each.key === given.role);
    const team = one.team ? (byName(teams, one.team) ?? null) : (teams.find((each) => each.id === given.teamId) ?? null);
    const teamRole = one.teamRole
      ? (named(roles, 'team', one.teamRole) ?? null)
      : team
        ? (roles.find((each) => each.key === given.teamRole) ?? null)
        : null;
    const parsed = Invitee.safeParse({
      name: one.name || provisionalName(one.email),
      email: one.email,
      role: role?.key ?? given.role,
      teamId: team?.id ?? null,
      teamRole: teamRole?.key ?? null,
    });
    const problems = parsed.success ? problemsOf(actor, parsed.data, known, seen) : parsed.error.issues.map((issue) => issue.message);
    if (one.team && !team) problems.push(`There is no team “${one.team}”.`);
    if (one.teamRole && !teamRole) problems.push(`There is no role of teams “${one.teamRole}”.`);
    const invitee =
      parsed.success && problems.length === 0
        ? { ...parsed.data, roleName: role?.name ?? parsed.data.role, teamName: team?.name ?? null, teamRoleName: teamRole?.name ?? null }
        : null;
    return { line: one.line, written: one.name ? `${one.name} <${one.email}>` : one.email, invitee, problems };
  });
  return { lines, mailed: mailIsSet() };
}

const same = (text: string, other: string) => text.toLowerCase() === other.trim().toLowerCase();
const byName = <T extends { key: string; name: string }>(all: readonly T[], text: string) =>
  all.find((each) => same(each.key, text)) ?? all.find((each) => same(each.name, text));
const named = (roles: readonly Role[], scope: Role['scope'], text: string) =>
  byName(
    roles.filter((each) => each.scope === scope),
    text,
  );
