import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { ServiceAccountActivity } from '#components/service-accounts/service-account-activity.tsx';
import { ServiceAccountHeader } from '#components/service-accounts/service-account-header.tsx';
import { TokenSection } from '#components/tokens/token-section.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { can, missingToGrant } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { roleOperations } from '#lib/access/roles/procedures.ts';
import { serviceAccountOperations } from '#lib/access/service-accounts/procedures.ts';

type Props = { params: Promise<{ id: string; serviceId: string }> };

export const metadata: Metadata = { title: 'Service account' };

export default async function ServiceAccountPage({ params }: Props) {
  const { id: teamId, serviceId: id } = await params;
  const actor = await requireActor();
  if (!can(actor, 'service.manage', { teamId }))
    return <DeniedState action="manage the service accounts of this team" whoCan="A lead of the team or an administrator" />;
  const context = await pageContext();
  const [account, { tokens }, activity, { roles }] = await Promise.all([
    call(serviceAccountOperations.get, { id }, { context }),
    call(serviceAccountOperations.tokens, { id }, { context }),
    call(serviceAccountOperations.activity, { id }, { context }),
    call(roleOperations.list, {}, { context }),
  ]).catch(missing);
  if (account.teamId !== teamId) notFound();
  const role = roles.find((each) => each.key === account.role.key);
  const grantable = role?.permissions.filter((each) => missingToGrant(actor, { ...role, permissions: [each] }, teamId).length === 0) ?? [];
  const standing = roles.filter((each) => each.scope === 'team' && (each.retiredAt === null || each.key === account.role.key));
  return (
    <DetailBody>
      <div className="flex max-w-6xl flex-col gap-10">
        <ServiceAccountHeader
          account={account}
          roles={standing.map((each) => ({ key: each.key, name: each.name, mayGive: missingToGrant(actor, each, teamId).length === 0 }))}
        />
        <TokenSection
          tokens={tokens}
          serviceAccountId={id}
          grantable={grantable}
          why="Greyed scopes are outside its role or not yours to give."
          description="Pipelines and scripts use these to act as this service account."
          empty="Create one token for each place that uses this account, so that you can revoke one without the others."
          readOnly={account.status !== 'active'}
        />
        <ServiceAccountActivity activity={activity} />
      </div>
    </DetailBody>
  );
}
