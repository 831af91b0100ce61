import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { cache } from 'react';
import { AcceptanceView } from '#components/acceptances/acceptance-view.tsx';
import { can } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { acceptanceOperations } from '#lib/risks/acceptances/procedures.ts';

type Props = { params: Promise<{ id: string }> };

const pageAcceptance = cache(async (id: string) => call(acceptanceOperations.get, { id }, { context: await pageContext() }).catch(missing));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { threatName, assetName } = await pageAcceptance((await params).id);
  return { title: `Acceptance of ${threatName} · ${assetName}` };
}

export default async function AcceptancePage({ params }: Props) {
  const [actor, acceptance] = [await requireActor(), await pageAcceptance((await params).id)];
  const { team } = await pageAsset(acceptance.assetId);
  return <AcceptanceView acceptance={acceptance} mayAsk={can(actor, 'review.request', { teamId: team.id })} />;
}
