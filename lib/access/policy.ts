/** Decisions on the permission table. Pure: the same functions decide whether a button is shown and whether the server obeys. */

import { AppError } from '#lib/platform/errors.ts';
import { type Kind, kinds } from './kinds.ts';
import { cutByKind, forPersons, type Permission, permissions, type Role } from './permissions.ts';

export type Membership = {
  teamId: string;
  teamKey: string;
  teamName: string;
  role: Role;
  /** When it goes by itself, as an ISO time; null where it stays. */
  expiresAt: string | null;
};

/** Whoever acts, with the rights of this moment. */
export type Actor = {
  id: string;
  type: 'person' | 'service';
  name: string;
  /** Empty for a service account. */
  email: string;
  orgRole: Role;
  timeZone: string;
  /** The language of dates: a BCP 47 tag. */
  locale: string;
  memberships: Membership[];
  /** The browser's session; empty for a token and for a job. */
  sessionId: string;
  /** When the person last proved who they are in this session; null for a token and for a job. */
  confirmedAt: Date | null;
  /** The token acted with: rights outside its scopes are not there. */
  token: { id: string; scopes: readonly Permission[] } | null;
  /** Signed in without a second factor where one is required: until it is there, nothing is open but to add it. */
  held?: boolean;
};

/** What the act is on: a team, and a kind where the permission is cut by kind. */
export type Target = { teamId: string; kind?: Kind };

/** Does the role give the permission, on this kind of asset? Without a kind, one that is cut by kind takes a role that covers all. */
export function grants(role: Pick<Role, 'permissions' | 'kinds'>, permission: Permission, kind?: Kind): boolean {
  if (!role.permissions.includes(permission)) return false;
  return !cutByKind.has(permission) || (kind === undefined ? role.kinds.length === kinds.length : role.kinds.includes(kind));
}

/** A token gives no more than its scopes, where there is none, nothing is cut; and what a person judges, a service account does not. */
const inScope = (actor: Actor, permission: Permission) =>
  (actor.type === 'person' || !forPersons.has(permission)) && (actor.token === null || actor.token.scopes.includes(permission));

/** A role gives the permission on some kind at least. */
const grantsSome = (role: Role, permission: Permission) =>
  role.permissions.includes(permission) && (!cutByKind.has(permission) || role.kinds.length > 0);

/** May the actor do this to the target? */
export function can(actor: Actor, permission: Permission, target: Target): boolean {
  if (!inScope(actor, permission)) return false;
  if (grants(actor.orgRole, permission, target.kind)) return true;
  return actor.memberships.some((each) => each.teamId === target.teamId && grants(each.role, permission, target.kind));
}

/** Does the actor hold the permission anywhere, on any kind? What a page asks before it offers a way in. */
export function canSomewhere(actor: Actor, permission: Permission): boolean {
  if (!inScope(actor, permission)) return false;
  return grantsSome(actor.orgRole, permission) || actor.memberships.some((each) => grantsSome(each.role, permission));
}

/** May the actor do this in the whole organisation: what people, teams, roles and settings ask, which belong to no team? */
export function canEverywhere(actor: Actor, permission: Permission): boolean {
  return inScope(actor, permission) && grants(actor.orgRole, permission);
}

/** The teams in which the actor holds the permission, on some kind at least: what a query is cut to. */
export function teamsWith(actor: Actor, permission: Permission): 'every' | string[] {
  if (!inScope(actor, permission)) return [];
  if (grantsSome(actor.orgRole, permission)) return 'every';
  return actor.memberships.filter((each) => grantsSome(each.role, permission)).map((each) => each.teamId);
}

/** @throws AppError `forbidden`, in words that name what is missing. */
export function must(actor: Actor, permission: Permission, target: Target): void {
  if (!can(actor, permission, target)) throw refused(actor, permission);
}

/** @throws AppError `forbidden`, for what belongs to the organisation and to no team. */
export function mustEverywhere(actor: Actor, permission: Permission): void {
  if (!canEverywhere(actor, permission)) throw refused(actor, permission);
}

export const forbidden = (permission: Permission) =>
  new AppError(
    'forbidden',
    `You need the right to ${permissions[permission].charAt(0).toLowerCase()}${permissions[permission].slice(1)} here.`,
  );

/** Why the actor may not, in words for them. */
export const refused = (actor: Actor, permission: Permission) =>
  actor.type === 'service' && forPersons.has(permission)
    ? new AppError('forbidden', `A service account does not judge: a person does. ${permissions[permission]} is for people.`)
    : forbidden(permission);

/** The scope of a transaction: reads what the actor may read, writes where the actor holds `writing`. */
export function scopeOf(actor: Actor, writing?: Permission) {
  return { actorId: actor.id, read: teamsWith(actor, 'asset.read'), write: writing ? teamsWith(actor, writing) : [] } as const;
}

/** The scope of what the house does by its own rules — setup, an invitation taken, a right that expires — on behalf of `actorId`, if anyone. */
export const houseScope = (actorId: string | null) => ({ actorId, read: 'every', write: 'every' }) as const;

/**
 * What of the role the actor does not hold and so cannot grant: nobody gives more than they have. In a team, rights held there or in the whole
 * organisation count; for the organisation, only the latter.
 */
export function missingToGrant(actor: Actor, role: Role, teamId: string | null): Permission[] {
  const held = (permission: Permission, kind?: Kind) =>
    teamId === null ? inScope(actor, permission) && grants(actor.orgRole, permission, kind) : can(actor, permission, { teamId, kind });
  return role.permissions.filter((permission) =>
    cutByKind.has(permission) ? role.kinds.some((kind) => !held(permission, kind)) : !held(permission),
  );
}
