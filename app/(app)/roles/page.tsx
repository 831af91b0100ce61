import { call } from '@orpc/server';
import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { CustomRoles } from '#components/roles/custom-roles.tsx';
import { RoleMatrix } from '#components/roles/role-matrix.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { roleOperations } from '#lib/access/roles/procedures.ts';
import { permissionsFor } from '#lib/access/roles/rules.ts';

export const metadata: Metadata = { title: 'Roles' };

export default async function RolesPage() {
  const actor = await requireActor();
  const { roles } = await call(roleOperations.list, {}, { context: await pageContext() });
  const own = new Set([actor.orgRole.key, ...actor.memberships.map((each) => each.role.key)]);
  const mayDefine = canEverywhere(actor, 'role.manage');
  const builtIn = (scope: 'organisation' | 'team') => roles.filter((role) => role.builtIn && role.scope === scope);
  return (
    <>
      <PageHeader
        title="Roles"
        description="Sets of permissions. Everyone has one organisation role, and one role in each of their teams."
        actions={
          mayDefine && (
            <LinkButton href="/roles/new" variant="primary" icon={<Plus aria-hidden="true" />}>
              New role
            </LinkButton>
          )
        }
      />
      <PageBody>
        <section className="mt-2 max-w-6xl">
          <h2 className="mb-2 font-semibold text-base">Custom roles</h2>
          <CustomRoles roles={roles.filter((role) => !role.builtIn)} mayDefine={mayDefine} />
        </section>
        <section className="max-w-6xl">
          <h2 className="font-semibold text-base">In the whole organisation</h2>
          <p className="mt-1 mb-3 max-w-[72ch] text-muted text-sm">
            Everyone has one of these. It covers every team and every kind of asset. A member sees only what their teams have.
          </p>
          <RoleMatrix
            caption="Permissions by role in the organisation"
            roles={builtIn('organisation')}
            rows={permissionsFor('organisation')}
            own={own}
          />
        </section>
        <section className="max-w-6xl">
          <h2 className="font-semibold text-base">In a team</h2>
          <p className="mt-1 mb-3 max-w-[72ch] text-muted text-sm">
            In addition, people have one role in each of their teams. It covers that team only. Registering, changing and moving assets
            covers the kinds named under the role; seeing and exporting always cover every kind.
          </p>
          <RoleMatrix caption="Permissions by role in a team" roles={builtIn('team')} rows={permissionsFor('team')} own={own} />
        </section>
      </PageBody>
    </>
  );
}
