import { call } from '@orpc/server';
import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { ServiceAccountList } from '#components/service-accounts/service-account-list.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { can, missingToGrant } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { roleOperations } from '#lib/access/roles/procedures.ts';
import { serviceAccountOperations } from '#lib/access/service-accounts/procedures.ts';
import { heldTeamOperations } from '#lib/composition.ts';

export default async function ServiceAccountsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id: teamId } = await params;
  const actor = await requireActor();
  if (!can(actor, 'service.manage', { teamId }))
    return <DeniedState action="manage the service accounts of this team" whoCan="A lead of the team or an administrator" />;
  const context = await pageContext();
  const [team, { accounts }, { roles }] = await Promise.all([
    call(heldTeamOperations.get, { id: teamId }, { context }),
    call(serviceAccountOperations.list, { teamId }, { context }),
    call(roleOperations.list, {}, { context }),
  ]).catch(missing);
  return (
    <DetailBody>
      <ServiceAccountList
        teamId={teamId}
        accounts={accounts}
        archived={team.archivedAt !== null}
        roles={roles
          .filter((role) => role.scope === 'team' && role.retiredAt === null)
          .map((role) => ({ key: role.key, name: role.name, mayGive: missingToGrant(actor, role, teamId).length === 0 }))}
      />
    </DetailBody>
  );
}
