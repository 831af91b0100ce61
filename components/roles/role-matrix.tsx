import { Check, Minus } from 'lucide-react';
import { kindWords } from '#components/access/rights-words.ts';
import { Link } from '#components/ui/link.tsx';
import { cutByKind, type Permission, permissions } from '#lib/access/permissions.ts';
import type { RoleRow } from '#lib/access/roles/schema.ts';

export interface RoleMatrixProps {
  caption: string;
  roles: readonly RoleRow[];
  /** The permissions that a role of this scope may hold, in order. */
  rows: readonly Permission[];
  /** Keys of the roles that the viewer holds. */
  own: ReadonlySet<string>;
}

const cuts = (role: RoleRow, permission: Permission) => role.scope === 'team' && cutByKind.has(permission) && role.kinds.length < 5;

/** Permissions down, roles across; role by role where there is no width for a table. The same table decides on the server. */
export function RoleMatrix({ caption, roles, rows, own }: RoleMatrixProps) {
  return (
    <>
      <ul className="divide-y lg:hidden">
        {roles.map((role) => (
          <li key={role.key} className="py-3 text-sm">
            <h3 className="font-medium">
              <RoleLink role={role} />
              {own.has(role.key) && <span className="ml-2 font-normal text-accent-ink text-xs">your role</span>}
            </h3>
            {role.permissions.length === 0 && <p className="text-muted">Nothing by itself.</p>}
            <ul className="mt-1 flex flex-col gap-0.5 text-muted">
              {role.permissions.map((permission) => (
                <li key={permission}>
                  {permissions[permission]}
                  {cuts(role, permission) && ` (${kindWords(role.kinds)})`}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <div className="relative overflow-x-auto max-lg:hidden">
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="border-b">
              <th scope="col" className="py-2 pr-4 text-left align-bottom font-medium text-muted text-xs">
                Permission
              </th>
              {roles.map((role) => (
                <th key={role.key} scope="col" className="w-28 px-2 py-2 text-left align-top font-medium text-xs">
                  <RoleLink role={role} />
                  {role.scope === 'team' && role.kinds.length > 0 && (
                    <span className="block font-normal text-muted">{kindWords(role.kinds)}</span>
                  )}
                  {own.has(role.key) && <span className="block font-normal text-accent-ink">your role</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((permission) => (
              <tr key={permission} className="border-b last:border-b-0">
                <th scope="row" className="py-2 pr-4 text-left font-normal">
                  {permissions[permission]}
                </th>
                {roles.map((role) => (
                  <td key={role.key} className="px-2 py-2">
                    <Grant held={role.permissions.includes(permission)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const RoleLink = ({ role }: { role: RoleRow }) => (
  <Link href={`/roles/${role.key}`} className="focus-ring rounded-sm hover:underline hover:underline-offset-2">
    {role.name}
  </Link>
);

function Grant({ held }: { held: boolean }) {
  if (!held) return <Minus className="size-4 text-faint" role="img" aria-label="No" />;
  return <Check className="size-4 text-accent-ink" role="img" aria-label="Yes" />;
}
