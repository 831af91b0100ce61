import { ShieldPlus } from 'lucide-react';
import { kindWords } from '#components/access/rights-words.ts';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { RoleRow } from '#lib/access/roles/schema.ts';

const scopes = { organisation: 'Whole organisation', team: 'Team' } as const;

/** The roles that this organisation made, retired ones last. */
export function CustomRoles({ roles, mayDefine }: { roles: readonly RoleRow[]; mayDefine: boolean }) {
  if (roles.length === 0)
    return (
      <EmptyState icon={<ShieldPlus />} title="No custom roles" actions={mayDefine && <LinkButton href="/roles/new">New role</LinkButton>}>
        Where no built-in role fits, copy the closest one, then add or remove permissions.
      </EmptyState>
    );
  return (
    <ul className="divide-y border-y">
      {roles.map((role) => (
        <li key={role.key} className="relative flex flex-wrap items-baseline gap-x-6 gap-y-0.5 py-2.5 text-sm hover:bg-hover">
          <div className="min-w-0 flex-1 basis-72">
            <Link href={`/roles/${role.key}`} className="focus-ring rounded-sm font-medium after:absolute after:inset-0">
              {role.name}
            </Link>
            {role.retiredAt && <Badge className="ml-2">Retired</Badge>}
            {role.description && <p className="max-w-[72ch] truncate text-muted">{role.description}</p>}
          </div>
          <p className="text-muted">
            {scopes[role.scope]} · {role.permissions.length} {role.permissions.length === 1 ? 'permission' : 'permissions'}
            {role.kinds.length > 0 && ` · ${kindWords(role.kinds)}`}
            {role.holders !== null && ` · ${role.holders} ${role.holders === 1 ? 'holds' : 'hold'} it`}
          </p>
        </li>
      ))}
    </ul>
  );
}
