import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { NewImport } from '#components/imports/new-import.tsx';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { NoOpenTeam } from '#components/teams/no-open-team.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { pageContext, requireActor } from '#lib/access/request.ts';
import { teamOperations } from '#lib/access/teams/procedures.ts';
import { env } from '#lib/platform/env.ts';

export const metadata: Metadata = { title: 'Import a file' };

export default async function NewImportPage() {
  const actor = await requireActor();
  const { teams } = await call(teamOperations.list, {}, { context: await pageContext() });
  const choices = teams.flatMap((team) => {
    const right = team.may.find(({ permission }) => permission === 'asset.import');
    return right ? [{ id: team.id, name: team.name, kinds: right.kinds }] : [];
  });
  if (choices.length === 0 && canEverywhere(actor, 'asset.import')) return <NoOpenTeam />;
  if (choices.length === 0) return <DeniedState action="import files" whoCan="A team lead or an administrator" />;
  return (
    <>
      <PageHeader
        title="Import a file"
        crumbs={[{ label: 'Imports', href: '/imports' }]}
        description="You see what would change before anything is written."
      />
      <PageBody>
        <NewImport teams={choices} maxBytes={env().GATEHOUSE_MAX_IMPORT_BYTES} />
      </PageBody>
    </>
  );
}
