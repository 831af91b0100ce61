import { call } from '@orpc/server';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AssetHeader } from '#components/assets/asset-header.tsx';
import { can } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { assetOperations } from '#lib/assets/procedures.ts';

type Props = { params: Promise<{ id: string }>; children: ReactNode };

const assetOf = async (id: string) => call(assetOperations.get, { id }, { context: await pageContext() }).catch(missing);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const asset = await assetOf(id);
  return { title: asset.name };
}

export default async function AssetLayout({ params, children }: Props) {
  const { id } = await params;
  const actor = await requireActor();
  const asset = await assetOf(id);
  return (
    <>
      <AssetHeader asset={asset} may={{ duplicate: can(actor, 'asset.create', { teamId: asset.team.id, kind: asset.kind }) }} />
      {children}
    </>
  );
}
