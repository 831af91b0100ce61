import { Archive } from 'lucide-react';
import type { Metadata } from 'next';
import { EditAsset } from '#components/assets/edit-asset.tsx';
import { PageBody } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { kinds } from '#lib/access/kinds.ts';
import { can } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';

export const metadata: Metadata = { title: 'Edit asset' };

export default async function EditAssetPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const actor = await requireActor();
  const asset = await pageAsset(id);
  if (asset.status === 'retired')
    return (
      <EmptyState
        icon={<Archive />}
        title="This asset is retired"
        actions={<LinkButton href={`/assets/${id}`}>Back to the asset</LinkButton>}
      >
        It can be edited again once it is restored.
      </EmptyState>
    );
  if (!asset.may.edit) return <DeniedState size="part" action="edit this asset" whoCan="A team lead or an administrator" />;
  return (
    <PageBody>
      <EditAsset asset={asset} kinds={kinds.filter((kind) => can(actor, 'asset.edit', { teamId: asset.team.id, kind }))} />
    </PageBody>
  );
}
