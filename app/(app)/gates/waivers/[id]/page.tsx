import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { cache } from 'react';
import { WaiverView } from '#components/gates/waiver-view.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { waiverOperations } from '#lib/gates/waivers/procedures.ts';

type Props = { params: Promise<{ id: string }> };

const pageWaiver = cache(async (id: string) => call(waiverOperations.get, { id }, { context: await pageContext() }).catch(missing));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Waiver for ${(await pageWaiver((await params).id)).assetName}` };
}

export default async function WaiverPage({ params }: Props) {
  return <WaiverView waiver={await pageWaiver((await params).id)} />;
}
