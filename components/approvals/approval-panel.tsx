import { DetailSection } from '#components/data/detail/detail-header.tsx';
import type { Approval } from '#lib/reviews/approvals/schema.ts';
import { ApprovalList } from './approval-list.tsx';

/** What a review gave, and whether it still holds; nothing while it gave none. */
export function ApprovalPanel({ asset, rows }: { asset: { id: string } | null; rows: readonly Approval[] }) {
  if (!asset || rows.length === 0) return null;
  return (
    <DetailSection title={rows.length === 1 ? 'Approval' : 'Approvals'}>
      <ApprovalList assetId={asset.id} rows={rows} reviews={false} />
    </DetailSection>
  );
}
