import { call } from '@orpc/server';
import { AssetReviews } from '#components/reviews/asset-reviews.tsx';
import { can } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { reviewListOperations } from '#lib/reviews/list/procedures.ts';

/** As many as a person reads on one page; older ones stand in the list. */
const shown = 50;

export default async function AssetReviewsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [actor, asset, context] = [await requireActor(), await pageAsset(id), await pageContext()];
  const found = await call(reviewListOperations.list, { asset: id, sort: '-requested', limit: shown }, { context }).catch(missing);
  return (
    <AssetReviews
      assetId={id}
      rows={found.rows}
      more={found.next !== null}
      mayRequest={asset.status === 'active' && can(actor, 'review.request', { teamId: asset.team.id })}
      approvals={null}
    />
  );
}
