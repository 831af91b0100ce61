import { call } from '@orpc/server';
import { Download } from 'lucide-react';
import type { Metadata } from 'next';
import { EntryActions } from '#components/catalogue/entry-actions.tsx';
import { EntryHead } from '#components/catalogue/entry-head.tsx';
import { FrameworkView } from '#components/catalogue/framework-view.tsx';
import { buttonClasses } from '#components/ui/button.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { operationHref } from '#lib/client.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

type Props = { params: Promise<{ key: string }> };

export const metadata: Metadata = { title: 'Framework' };

export default async function FrameworkPage({ params }: Props) {
  const { key } = await params;
  const actor = await requireActor();
  const framework = await call(catalogueOperations.framework, { key }, { context: await pageContext() }).catch(missing);
  return (
    <>
      <EntryHead
        title={framework.name}
        crumb={{ label: 'Frameworks', href: '/catalogue/frameworks' }}
        entry={framework}
        description={`${framework.publisher} · ${framework.edition}. Coverage counts your active assets on which something bears that a control reduces; an asset that needs two controls counts twice.`}
        off="It is left out of choices. What refers to it keeps its references."
        actions={
          <>
            <a href={operationHref('GET /catalogue/frameworks/{key}/export', { key })} download className={buttonClasses()}>
              <Download aria-hidden="true" />
              CSV
            </a>
            {canEverywhere(actor, 'catalogue.manage') && <EntryActions part="framework" entry={framework} />}
          </>
        }
      />
      <FrameworkView framework={framework} />
    </>
  );
}
