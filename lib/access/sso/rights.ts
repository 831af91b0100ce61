/** What a provider's groups give, put into effect inside a change. */

import type { AuditEvent } from '#lib/platform/audit.ts';
import type { Change } from '#lib/platform/transact.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import { type Held, type Mapping, type Plan, planRights, type Standing } from './rules.ts';

/**
 * Brings the rights that follow from this issuer's groups to what the groups are now, each change with its event. Runs in a scope that may write
 * every team. A role that was retired, a team that was archived and the role of the last administrator are left as they are.
 */
export async function applyGroups(
  change: Change,
  userId: string,
  issuer: string,
  mappings: readonly Mapping[],
  groups: readonly string[],
): Promise<void> {
  const { tx } = change;
  // Two sign-ins of one person at once: the second waits and finds nothing left to do.
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  const [standing, usable] = [await standingOf(tx, userId), await usableOf(tx, mappings)];
  const plan = planRights(usable, groups, standing, issuer);
  await tx.$queryRaw`SELECT set_config('app.role_source', ${issuer}, true)`;
  await change.record(...(await setMemberships(tx, userId, issuer, plan)), ...(await setOrgRole(tx, userId, issuer, plan, standing)));
  await tx.$queryRaw`SELECT set_config('app.role_source', '', true)`;
}

async function standingOf(tx: Prisma.TransactionClient, userId: string): Promise<Standing> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { orgRole: true, roleSource: true } });
  const memberships: Held[] = await tx.$queryRaw`
    SELECT team_id AS "teamId", role, source FROM memberships WHERE user_id = ${userId}::uuid AND (expires_at IS NULL OR expires_at > now())`;
  return { ...user, memberships };
}

/** Mappings whose team and role may still be given. */
async function usableOf(tx: Prisma.TransactionClient, mappings: readonly Mapping[]): Promise<Mapping[]> {
  const teams = new Set((await tx.team.findMany({ where: { archivedAt: null }, select: { id: true } })).map((team) => team.id));
  const roles = new Map(
    (await tx.role.findMany({ where: { retiredAt: null }, select: { key: true, scope: true } })).map(({ key, scope }) => [key, scope]),
  );
  return mappings.filter(({ teamId, role }) =>
    teamId === null ? roles.get(role) === 'organisation' : roles.get(role) === 'team' && teams.has(teamId),
  );
}

async function setMemberships(tx: Prisma.TransactionClient, userId: string, issuer: string, plan: Plan): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  // As every event of a membership: told of the person, in the log of the team.
  const target = (teamId: string) => ({ targetType: 'user', targetId: userId, teamId });
  for (const { teamId, role, before } of plan.set) {
    const key = { teamId_userId: { teamId, userId } };
    await tx.membership.upsert({
      where: key,
      create: { teamId, userId, role },
      update: { role, expiresAt: null, grantedBy: null, version: { increment: 1 } },
    });
    events.push(
      before === null
        ? { event: 'membership.granted', ...target(teamId), after: { role, source: issuer } }
        : { event: 'membership.changed', ...target(teamId), before: { role: before }, after: { role, source: issuer } },
    );
  }
  for (const { teamId, role } of plan.end) {
    await tx.membership.deleteMany({ where: { teamId, userId, source: issuer } });
    events.push({
      event: 'membership.ended',
      ...target(teamId),
      before: { role },
      after: { why: 'no group of the provider gives it any more', source: issuer },
    });
  }
  return events;
}

async function setOrgRole(
  tx: Prisma.TransactionClient,
  userId: string,
  issuer: string,
  { orgRole }: Plan,
  standing: Standing,
): Promise<AuditEvent[]> {
  if (orgRole === null || (standing.orgRole === 'admin' && (await isLastAdministrator(tx, userId)))) return [];
  await tx.user.update({ where: { id: userId }, data: { orgRole, version: { increment: 1 } } });
  const after = { orgRole, source: issuer };
  return [{ event: 'user.role_changed', targetType: 'user', targetId: userId, teamId: null, before: { orgRole: standing.orgRole }, after }];
}

/** Under the lock that the database's own rule takes, so that of two that would step down at once one stays. */
async function isLastAdministrator(tx: Prisma.TransactionClient, userId: string): Promise<boolean> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.administrators'))::text`;
  const others: unknown[] = await tx.$queryRaw`
    SELECT 1 FROM users WHERE org_role = 'admin' AND status = 'active' AND id <> ${userId}::uuid
      AND demonstration = (SELECT demonstration FROM users WHERE id = ${userId}::uuid) LIMIT 1`;
  return others.length === 0;
}
