import { call } from '@orpc/server';
import { ApprovalSection } from '#components/approvals/approval-section.tsx';
import { AssetReviews } from '#components/reviews/asset-reviews.tsx';
import { can } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { approvalOperations } from '#lib/reviews/approvals/procedures.ts';
import { reviewListOperations } from '#lib/reviews/list/procedures.ts';

/** As many as a person reads on one page; older ones stand in the list. */
const shown = 50;

export default async function AssetReviewsPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [actor, asset, context] = [await requireActor(), await pageAsset(id), await pageContext()];
  const [found, approvals] = await Promise.all([
    call(reviewListOperations.list, { asset: id, sort: '-requested', limit: shown }, { context }),
    call(approvalOperations.ofAsset, { id }, { context }),
  ]).catch(missing);
  return (
    <AssetReviews
      assetId={id}
      rows={found.rows}
      more={found.next !== null}
      mayRequest={asset.status === 'active' && can(actor, 'review.request', { teamId: asset.team.id })}
      approvals={<ApprovalSection assetId={id} page={approvals} />}
    />
  );
}
