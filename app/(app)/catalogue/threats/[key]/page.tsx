import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { EntryActions } from '#components/catalogue/entry-actions.tsx';
import { EntryHead } from '#components/catalogue/entry-head.tsx';
import { ThreatView } from '#components/catalogue/threat-view.tsx';
import { canEverywhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

type Props = { params: Promise<{ key: string }> };

export const metadata: Metadata = { title: 'Threat' };

export default async function ThreatPage({ params }: Props) {
  const { key } = await params;
  const actor = await requireActor();
  const threat = await call(catalogueOperations.threat, { key }, { context: await pageContext() }).catch(missing);
  const mayManage = canEverywhere(actor, 'catalogue.manage');
  return (
    <>
      <EntryHead
        title={threat.name}
        crumb={{ label: 'Threats', href: '/catalogue' }}
        entry={threat}
        description={threat.summary}
        off="It bears on no asset while it is switched off. What was assessed is kept."
        actions={mayManage && <EntryActions part="threat" entry={threat} />}
      />
      <ThreatView threat={threat} mayManage={mayManage} />
    </>
  );
}
