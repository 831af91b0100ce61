import { call } from '@orpc/server';
import { ShieldQuestion } from 'lucide-react';
import type { Metadata } from 'next';
import { HolderList } from '#components/access/holder-list.tsx';
import { SubjectChoice } from '#components/access/subject-choice.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { permissionNames } from '#lib/access/permissions.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import { toAppError } from '#lib/access/procedure.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { accessOperations } from '#lib/composition.ts';

export const metadata: Metadata = { title: 'Who can?' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const one = (value: string | string[] | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);

export default async function HoldersPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const actor = await requireActor();
  if (!canSomewhere(actor, 'access.explain'))
    return <DeniedState action="see what others may do" whoCan="A team lead or an administrator" size="part" />;
  const context = await pageContext();
  const permission = permissionNames.find((each) => each === parameters['permission']) ?? 'asset.edit';
  const assetId = one(parameters['asset']);
  const teamId = assetId ? undefined : one(parameters['team']);
  const { holders, error } =
    assetId || teamId
      ? await call(accessOperations.holders, { permission, assetId, teamId }, { context }).then(
          (answer) => ({ holders: answer, error: null }),
          (thrown: unknown) => ({ holders: null, error: toAppError(thrown, context.requestId).message }),
        )
      : { holders: null, error: null };
  return (
    <>
      <SubjectChoice chosen={{ permission, asset: holders?.asset ?? null, team: holders && !holders.asset ? holders.team : null }} />
      {error && (
        <div className="mt-6 max-w-2xl">
          <Callout tone="warning">{error}</Callout>
        </div>
      )}
      {holders && <HolderList holders={holders} />}
      {!holders && !error && (
        <EmptyState icon={<ShieldQuestion />} title="Choose an asset or a team">
          See everyone who holds the permission on it, and through which role.
        </EmptyState>
      )}
    </>
  );
}
