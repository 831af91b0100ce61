/**
 * Why somebody may do something, or may not: the permission table read aloud. Pure, with the moment passed in. Whatever it says agrees with
 * `can` of policy.ts for the actor that the principal is at that moment; a property test holds the two together.
 */
import { type Kind, kinds } from '../kinds.ts';
import { cutByKind, forPersons, type Permission, permissionNames, type Role } from '../permissions.ts';
import { grants, type Membership, type Target } from '../policy.ts';

export type PrincipalMembership = Membership & { archived: boolean };

/** A person or a service account with everything they hold, what no longer counts included. */
export type Principal = {
  id: string;
  type: 'person' | 'service';
  name: string;
  status: 'active' | 'invited' | 'deactivated';
  orgRole: Role;
  memberships: readonly PrincipalMembership[];
  /** Where they are looked at through one of their tokens: its scopes. */
  token: { scopes: readonly Permission[] } | null;
};

/** What a right comes from: a role in the whole organisation, or in one team. */
export type Through = {
  place: 'organisation' | 'team';
  teamId: string | null;
  teamName: string | null;
  role: { key: string; name: string };
  /** The kinds of asset that the role covers for this permission; null where it is not about kinds. */
  kinds: readonly Kind[] | null;
  expiresAt: string | null;
};

/** Why not, the first that applies. */
export const reasons = ['deactivated', 'invited', 'service', 'token', 'archived', 'expired', 'kind', 'elsewhere', 'role'] as const;
export type Reason = (typeof reasons)[number];

export type Verdict = {
  permission: Permission;
  allowed: boolean;
  /** The roles that give it, the organisation's first. Empty where it is not allowed. */
  through: readonly Through[];
  /** Null where it is allowed. */
  reason: Reason | null;
  /** Roles that would give it but for the reason. */
  instead: readonly Through[];
  /** For a permission that is about kinds, those on which it is allowed; null otherwise. */
  covers: readonly Kind[] | null;
};

type Source = { role: Role; membership: PrincipalMembership | null };

/** May they, and why? Decides as `can` does for the actor whom this principal would be at that moment. */
export function explain(principal: Principal, permission: Permission, target: Target, at: Date): Verdict {
  const sources: Source[] = [
    { role: principal.orgRole, membership: null },
    ...principal.memberships.map((membership) => ({ role: membership.role, membership })),
  ];
  const giving = sources.filter(({ role }) => grants(role, permission, target.kind));
  const here = giving.filter(({ membership }) => membership === null || membership.teamId === target.teamId);
  const standing = here.filter(({ membership }) => membership === null || holds(membership, at));
  const scoped = principal.token === null || principal.token.scopes.includes(permission);
  const judges = mayJudge(principal, permission);
  const allowed = principal.status === 'active' && judges && scoped && standing.length > 0;
  const told = (each: Source) => throughOf(each, permission);
  const covers = cutByKind.has(permission) ? coveredKinds(principal, permission, target.teamId, at) : null;
  if (allowed) return { permission, allowed, through: standing.map(told), reason: null, instead: [], covers };
  const [reason, instead] = reasonAgainst();
  return { permission, allowed, through: [], reason, instead: instead.map(told), covers };

  function reasonAgainst(): [Reason, Source[]] {
    const partial = sources.filter(
      ({ role, membership }) =>
        cutByKind.has(permission) &&
        givesSome(role, permission) &&
        (membership === null || (membership.teamId === target.teamId && holds(membership, at))),
    );
    if (principal.status !== 'active') return [principal.status, standing];
    if (!judges && standing.length + partial.length > 0) return ['service', standing.length > 0 ? standing : partial];
    if (!scoped && standing.length + partial.length > 0) return ['token', standing.length > 0 ? standing : partial];
    if (target.kind === undefined && partial.length > 0) return ['kind', partial];
    const [lost] = here;
    if (lost) return [lost.membership?.archived ? 'archived' : 'expired', here];
    if (partial.length > 0) return ['kind', partial];
    const elsewhere = sources.filter(
      ({ role, membership }) =>
        membership !== null && membership.teamId !== target.teamId && holds(membership, at) && givesSome(role, permission),
    );
    return elsewhere.length > 0 ? ['elsewhere', elsewhere] : ['role', []];
  }
}

/** A membership counts while it has not expired and its team is not archived. */
export const holds = (membership: PrincipalMembership, at: Date): boolean =>
  !membership.archived && (membership.expiresAt === null || new Date(membership.expiresAt) > at);

const mayJudge = ({ type }: Principal, permission: Permission) => type === 'person' || !forPersons.has(permission);

const givesSome = (role: Role, permission: Permission) =>
  role.permissions.includes(permission) && (!cutByKind.has(permission) || role.kinds.length > 0);

function coveredKinds(principal: Principal, permission: Permission, teamId: string, at: Date): Kind[] {
  if (
    principal.status !== 'active' ||
    !mayJudge(principal, permission) ||
    (principal.token && !principal.token.scopes.includes(permission))
  )
    return [];
  const roles = [
    principal.orgRole,
    ...principal.memberships.filter((each) => each.teamId === teamId && holds(each, at)).map((each) => each.role),
  ];
  return kinds.filter((kind) => roles.some((role) => grants(role, permission, kind)));
}

function throughOf({ role, membership }: Source, permission: Permission): Through {
  return {
    place: membership ? 'team' : 'organisation',
    teamId: membership?.teamId ?? null,
    teamName: membership?.teamName ?? null,
    role: { key: role.key, name: role.name },
    kinds: cutByKind.has(permission) ? kinds.filter((kind) => role.kinds.includes(kind)) : null,
    expiresAt: membership?.expiresAt ?? null,
  };
}

/** A verdict on every permission, in the order of the table. */
export const explainAll = (principal: Principal, target: Target, at: Date): Verdict[] =>
  permissionNames.map((permission) => explain(principal, permission, target, at));

/** Who holds the permission, each with what gives it. Without a kind, those too who hold it on some kinds. */
export function holdersOf(principals: readonly Principal[], permission: Permission, target: Target, at: Date) {
  return principals
    .map((principal) => ({ principal, verdict: explain(principal, permission, target, at) }))
    .filter(({ verdict }) => verdict.allowed || (target.kind === undefined && (verdict.covers?.length ?? 0) > 0));
}
