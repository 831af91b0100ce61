import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { ImportList } from '#components/imports/import-list.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { importOperations } from '#lib/exchange/imports/procedures.ts';

export const metadata: Metadata = { title: 'Imports' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ImportsPage({ searchParams }: Props) {
  const { after } = await searchParams;
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Imports" />;
  const mayImport = canSomewhere(actor, 'asset.import');
  const page = await call(importOperations.list, typeof after === 'string' ? { after } : {}, { context: await pageContext() }).catch(
    missing,
  );
  return (
    <>
      <PageHeader
        title="Imports"
        description="Files that became assets, or wait for somebody to look at what they would change."
        actions={
          mayImport &&
          page.rows.length > 0 && (
            <LinkButton href="/imports/new" variant="primary">
              Import a file
            </LinkButton>
          )
        }
      />
      <ImportList rows={page.rows} nextHref={page.next && `/imports?after=${encodeURIComponent(page.next)}`} mayImport={mayImport} />
    </>
  );
}
