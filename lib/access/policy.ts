/** Decisions on the permission table. Pure: the same functions decide whether a button is shown and whether the server obeys. */

import { AppError } from '#lib/platform/errors.ts';
import type { Kind } from './kinds.ts';
import {
  kindFree,
  type OrganisationRole,
  organisationGrants,
  type Permission,
  permissions,
  type TeamRole,
  teamGrants,
  tradeKinds,
} from './permissions.ts';

export type Membership = { teamId: string; teamKey: string; teamName: string; role: TeamRole };

/** Whoever acts, with the rights of this moment. */
export type Actor = {
  id: string;
  name: string;
  email: string;
  orgRole: OrganisationRole;
  timeZone: string;
  sessionId: string;
  memberships: Membership[];
};

/** What the act is on: a team, and a kind where the permission is cut by kind. */
export type Target = { teamId: string; kind?: Kind };

const kindAllowed = (role: TeamRole, permission: Permission, kind: Kind | undefined) =>
  kindFree.has(permission) || (kind !== undefined && tradeKinds[role].includes(kind));

/** May the actor do this to the target? Without a kind, a permission that is cut by kind is only held by the organisation's roles. */
export function can(actor: Actor, permission: Permission, target: Target): boolean {
  if (organisationGrants[actor.orgRole].includes(permission)) return true;
  return actor.memberships.some(
    (each) =>
      each.teamId === target.teamId && teamGrants[each.role].includes(permission) && kindAllowed(each.role, permission, target.kind),
  );
}

/** Does the actor hold the permission anywhere, on any kind? What a page asks before it offers a way in. */
export function canSomewhere(actor: Actor, permission: Permission): boolean {
  return (
    organisationGrants[actor.orgRole].includes(permission) || actor.memberships.some((each) => teamGrants[each.role].includes(permission))
  );
}

/** The teams in which the actor holds the permission, on some kind at least: what a query is cut to. */
export function teamsWith(actor: Actor, permission: Permission): 'every' | string[] {
  if (organisationGrants[actor.orgRole].includes(permission)) return 'every';
  return actor.memberships.filter((each) => teamGrants[each.role].includes(permission)).map((each) => each.teamId);
}

/** @throws AppError `forbidden`, in words that name what is missing. */
export function must(actor: Actor, permission: Permission, target: Target): void {
  if (!can(actor, permission, target)) throw forbidden(permission);
}

export const forbidden = (permission: Permission) =>
  new AppError(
    'forbidden',
    `You need the right to ${permissions[permission].charAt(0).toLowerCase()}${permissions[permission].slice(1)} here.`,
  );

/** The scope of a transaction: reads what the actor may read, writes where the actor holds `writing`. */
export function scopeOf(actor: Actor, writing?: Permission) {
  return { actorId: actor.id, read: teamsWith(actor, 'asset.read'), write: writing ? teamsWith(actor, writing) : [] } as const;
}
