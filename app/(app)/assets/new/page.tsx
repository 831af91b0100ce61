import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { CreateAsset } from '#components/assets/create-asset.tsx';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { NoOpenTeam } from '#components/teams/no-open-team.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { teamOperations } from '#lib/access/teams/procedures.ts';

export const metadata: Metadata = { title: 'New asset' };

export default async function NewAssetPage() {
  const actor = await requireActor();
  const { teams } = await call(teamOperations.list, {}, { context: await pageContext() });
  const choices = teams.flatMap((team) => {
    const right = team.may.find(({ permission }) => permission === 'asset.create');
    return right ? [{ id: team.id, name: team.name, kinds: right.kinds }] : [];
  });
  if (choices.length === 0 && canEverywhere(actor, 'asset.create')) return <NoOpenTeam />;
  if (choices.length === 0) return <DeniedState action="register assets" whoCan="A team lead or an administrator" />;
  return (
    <>
      <PageHeader
        title="New asset"
        crumbs={[{ label: 'Assets', href: '/assets' }]}
        description="Anything a team trains, builds, stores or ships. Versions and lineage are added on its page."
      />
      <PageBody>
        <CreateAsset choices={choices} viewer={{ id: actor.id, name: actor.name }} />
      </PageBody>
    </>
  );
}
