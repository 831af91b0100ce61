import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { ControlView } from '#components/catalogue/control-view.tsx';
import { EntryActions } from '#components/catalogue/entry-actions.tsx';
import { EntryHead } from '#components/catalogue/entry-head.tsx';
import { canEverywhere, canSomewhere } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { catalogueOperations } from '#lib/risks/catalogue/procedures.ts';

type Props = { params: Promise<{ key: string }> };

export const metadata: Metadata = { title: 'Control' };

export default async function ControlPage({ params }: Props) {
  const { key } = await params;
  const actor = await requireActor();
  const control = await call(catalogueOperations.control, { key }, { context: await pageContext() }).catch(missing);
  const mayManage = canEverywhere(actor, 'catalogue.manage');
  return (
    <>
      <EntryHead
        title={control.name}
        crumb={{ label: 'Controls', href: '/catalogue/controls' }}
        entry={control}
        description={control.summary}
        off="It takes nothing off any risk while it is switched off. Safeguards of it stay on their assets."
        actions={mayManage && <EntryActions part="control" entry={control} />}
      />
      <ControlView control={control} mayManage={mayManage} mayAssign={canSomewhere(actor, 'safeguard.edit')} />
    </>
  );
}
