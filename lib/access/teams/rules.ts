/** Teams: their keys, and which of them somebody sees. Pure. */
import type { Permission } from '../permissions.ts';
import { type Actor, teamsWith } from '../policy.ts';

/** A key made of a name: small letters and digits, joined by hyphens. Empty where the name has neither. */
export const keyFromTeamName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');

/** Whoever holds one of these in a team sees the team and who is in it. */
const showing: readonly Permission[] = ['asset.read', 'member.manage', 'access.explain', 'service.manage', 'person.read', 'team.manage'];

/** The teams that the actor sees, with who is in them. Archived ones are seen by those who see every team. */
export function seenTeams(actor: Actor): 'every' | string[] {
  const seen = showing.map((permission) => teamsWith(actor, permission));
  return seen.includes('every') ? 'every' : [...new Set(seen.flat())];
}

/** How many teams are named at once to whoever looks for one. */
export const namedAtOnce = 50;

export const teamSorts = ['name', '-name', 'created', '-created'] as const;
export const teamStates = ['active', 'archived'] as const;
