import type { Metadata } from 'next';
import { RoleTable } from '#components/settings/role-table.tsx';
import {
  cutByKind,
  organisationGrants,
  organisationRoleLabels,
  organisationRoles,
  teamGrants,
  teamRoleLabels,
  teamRoles,
  tradeKinds,
} from '#lib/access/permissions.ts';
import { requireActor } from '#lib/access/request.ts';
import { kindLabels, kinds } from '#lib/assets/rules.ts';

export const metadata: Metadata = { title: 'Roles' };

export default async function RolesPage() {
  const actor = await requireActor();
  const ownTeamRoles = new Set(actor.memberships.map((each) => each.role.key));
  const inOrganisation = organisationRoles.map((role) => ({
    id: role,
    label: organisationRoleLabels[role],
    grants: organisationGrants[role],
    own: actor.orgRole.key === role,
  }));
  const inTeam = teamRoles.map((role) => ({
    id: role,
    label: teamRoleLabels[role],
    grants: teamGrants[role],
    own: ownTeamRoles.has(role),
    kinds: tradeKinds[role].length === kinds.length ? undefined : tradeKinds[role].map((kind) => kindLabels[kind]),
  }));
  return (
    <div className="flex max-w-6xl flex-col gap-10">
      <section>
        <h2 className="font-semibold">In the whole organisation</h2>
        <p className="mt-1 mb-3 max-w-[72ch] text-muted text-sm">
          Everyone has one of these. It reaches every team and every kind of asset. A member sees what their teams have, and nothing else.
        </p>
        <RoleTable caption="Permissions by role in the organisation" roles={inOrganisation} />
      </section>
      <section>
        <h2 className="font-semibold">In a team</h2>
        <p className="mt-1 mb-3 max-w-[72ch] text-muted text-sm">
          On top of that, a role in each team one belongs to. It reaches that team alone; where kinds are named, it covers those.
        </p>
        <RoleTable caption="Permissions by role in a team" roles={inTeam} cutByKind={cutByKind} />
      </section>
    </div>
  );
}
