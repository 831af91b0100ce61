import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AssetHeader } from '#components/assets/asset-header.tsx';
import { can } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { pageSignals } from '#lib/risks/signals/request.ts';

type Props = { params: Promise<{ id: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const asset = await pageAsset(id);
  return { title: asset.name };
}

export default async function AssetLayout({ params, children }: Props) {
  const { id } = await params;
  const actor = await requireActor();
  const [asset, { open }] = await Promise.all([pageAsset(id), pageSignals(id)]);
  const target = { teamId: asset.team.id, kind: asset.kind };
  return (
    <>
      <AssetHeader
        asset={asset}
        may={{
          duplicate: can(actor, 'asset.create', target),
          explain: can(actor, 'access.explain', target),
          review: can(actor, 'review.request', target),
        }}
        signals={open.length}
      />
      {children}
    </>
  );
}
