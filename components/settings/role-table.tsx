import { Check, Minus } from 'lucide-react';
import { type Permission, permissionNames, permissions } from '#lib/access/permissions.ts';

export interface RoleColumn {
  id: string;
  label: string;
  grants: readonly Permission[];
  /** Held by the person who looks. */
  own: boolean;
  /** The kinds of asset that the role's writing covers; absent where it covers all. */
  kinds?: readonly string[];
}

/** Permissions down, roles across. The same table decides on the server. */
export function RoleTable({
  caption,
  roles,
  cutByKind,
}: {
  caption: string;
  roles: readonly RoleColumn[];
  cutByKind?: ReadonlySet<Permission>;
}) {
  return (
    <>
      <RoleList roles={roles} cutByKind={cutByKind} />
      <table className="w-full border-collapse text-sm max-lg:hidden">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className="py-2 pr-4 text-left font-medium text-muted text-xs">
              Permission
            </th>
            {roles.map((role) => (
              <th key={role.id} scope="col" className="w-24 px-2 py-2 text-left align-bottom font-medium text-xs">
                {role.label}
                {role.own && <span className="block font-normal text-accent-ink">your role</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissionNames.map((permission) => (
            <tr key={permission} className="border-b last:border-b-0">
              <th scope="row" className="py-2 pr-4 text-left font-normal">
                {permissions[permission]}
              </th>
              {roles.map((role) => (
                <td key={role.id} className="px-2 py-2 align-top">
                  <Grant held={role.grants.includes(permission)} kinds={cutByKind?.has(permission) && role.kinds ? role.kinds : []} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The same where there is no width for a table: role by role. */
function RoleList({ roles, cutByKind }: { roles: readonly RoleColumn[]; cutByKind?: ReadonlySet<Permission> }) {
  return (
    <ul className="divide-y lg:hidden">
      {roles.map((role) => (
        <li key={role.id} className="py-3 text-sm">
          <h3 className="font-medium">
            {role.label}
            {role.own && <span className="ml-2 font-normal text-accent-ink text-xs">your role</span>}
          </h3>
          {role.grants.length === 0 && <p className="text-muted">Nothing by itself.</p>}
          <ul className="mt-1 flex flex-col gap-0.5 text-muted">
            {role.grants.map((permission) => (
              <li key={permission}>
                {permissions[permission]}
                {role.kinds && cutByKind?.has(permission) && ` (${role.kinds.join(', ')})`}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function Grant({ held, kinds }: { held: boolean; kinds: readonly string[] }) {
  if (!held) return <Minus className="size-4 text-faint" role="img" aria-label="No" />;
  return (
    <span className="flex flex-col">
      <Check className="size-4 text-accent-ink" role="img" aria-label="Yes" />
      {kinds.length > 0 && <span className="text-muted text-xs">{kinds.join(', ')}</span>}
    </span>
  );
}
