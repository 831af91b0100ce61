import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { cache } from 'react';
import { AcceptanceView } from '#components/acceptances/acceptance-view.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { acceptanceOperations } from '#lib/risks/acceptances/procedures.ts';

type Props = { params: Promise<{ id: string }> };

const pageAcceptance = cache(async (id: string) => call(acceptanceOperations.get, { id }, { context: await pageContext() }).catch(missing));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { threatName, assetName } = await pageAcceptance((await params).id);
  return { title: `Acceptance of ${threatName} · ${assetName}` };
}

export default async function AcceptancePage({ params }: Props) {
  return <AcceptanceView acceptance={await pageAcceptance((await params).id)} />;
}
