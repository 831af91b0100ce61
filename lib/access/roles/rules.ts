/** Custom roles: what one may hold, and who gains and loses what when it changes. Pure; the moment is passed in. */
import { holds, type Principal } from '../explain/rules.ts';
import { type Kind, kinds } from '../kinds.ts';
import { cutByKind, type Permission, permissionNames, type Role } from '../permissions.ts';
import { grants } from '../policy.ts';

/** What belongs to the organisation and to no team: a role of teams cannot give it. */
export const organisationAlone: ReadonlySet<Permission> = new Set([
  'person.read',
  'person.manage',
  'team.manage',
  'role.manage',
  'settings.manage',
]);

/** The permissions that a role of this scope may hold, in the order of the table. */
export const permissionsFor = (scope: Role['scope']): Permission[] =>
  permissionNames.filter((permission) => scope === 'organisation' || !organisationAlone.has(permission));

/** What one must see to change it, version it, or tell where it came from. */
const needsSight: ReadonlySet<Permission> = new Set([...cutByKind, 'asset.export']);

export type RoleRights = Pick<Role, 'scope' | 'permissions' | 'kinds'>;

/** What is wrong with the rights of a role, by field; null where nothing is. */
export function problemOf({ scope, permissions, kinds: covered }: RoleRights): { field: 'permissions' | 'kinds'; message: string } | null {
  const possible = permissionsFor(scope);
  if (permissions.some((permission) => !possible.includes(permission)))
    return { field: 'permissions', message: 'A role in a team cannot give what belongs to the whole organisation.' };
  if (permissions.some((permission) => needsSight.has(permission)) && !permissions.includes('asset.read'))
    return { field: 'permissions', message: 'Who changes or exports assets must see them: add “See assets, their versions and lineage”.' };
  if (permissions.some((permission) => cutByKind.has(permission)) && covered.length === 0)
    return { field: 'kinds', message: 'Choose the kinds of asset that this role may change.' };
  return null;
}

/** The same rights, in the order of the table and without doubles; no kinds where nothing is cut by them. */
export function settled<T extends Pick<RoleRights, 'permissions' | 'kinds'>>(rights: T): T & { permissions: Permission[]; kinds: Kind[] } {
  const cut = rights.permissions.some((permission) => cutByKind.has(permission));
  return {
    ...rights,
    permissions: permissionNames.filter((permission) => rights.permissions.includes(permission)),
    kinds: cut ? kinds.filter((kind) => rights.kinds.includes(kind)) : [],
  };
}

/** A permission that somebody gains or loses, with the kinds it is about; null where it is not about kinds. */
export type RightChange = { permission: Permission; kinds: Kind[] | null };

/** What a change of a role does to one holder in one place. A team of null is every team in which they have no role of their own. */
export type HolderChange = {
  principal: { id: string; type: Principal['type']; name: string };
  team: { id: string; name: string } | null;
  gained: RightChange[];
  lost: RightChange[];
};

/**
 * Who gains and loses what when the role of this key becomes `wanted`: for every active holder and every place where it makes a difference,
 * all their other roles counted in. What another role gives as well is neither gained nor lost.
 */
export function changesOf(holders: readonly Principal[], key: string, wanted: RoleRights, at: Date): HolderChange[] {
  const become = (role: Role): Role => (role.key === key ? { ...role, permissions: wanted.permissions, kinds: wanted.kinds } : role);
  return holders
    .filter((holder) => holder.status === 'active')
    .flatMap((holder) => {
      const standing = holder.memberships.filter((each) => holds(each, at));
      const everywhere = wanted.scope === 'organisation' ? [null] : [];
      return [...everywhere, ...standing].map((membership) => {
        const before = membership ? [holder.orgRole, membership.role] : [holder.orgRole];
        const { id, type, name } = holder;
        return {
          principal: { id, type, name },
          team: membership && { id: membership.teamId, name: membership.teamName },
          ...difference(before, before.map(become)),
        };
      });
    })
    .filter(({ gained, lost }) => gained.length + lost.length > 0);
}

/** What these roles together give more and less than those. */
function difference(before: readonly Role[], after: readonly Role[]): { gained: RightChange[]; lost: RightChange[] } {
  return { gained: surplus(after, before), lost: surplus(before, after) };
}

function surplus(more: readonly Role[], less: readonly Role[]): RightChange[] {
  const held = (roles: readonly Role[], permission: Permission, kind?: Kind) => roles.some((role) => grants(role, permission, kind));
  return permissionNames.flatMap((permission): RightChange[] => {
    if (!cutByKind.has(permission)) return held(more, permission) && !held(less, permission) ? [{ permission, kinds: null }] : [];
    const covered = kinds.filter((kind) => held(more, permission, kind) && !held(less, permission, kind));
    return covered.length > 0 ? [{ permission, kinds: covered }] : [];
  });
}

/** Does the role give nothing that the other does not give too? What "the same or a lesser role" means. */
export const within = (role: Role, other: Role): boolean => role.key === other.key || surplus([role], [other]).length === 0;
