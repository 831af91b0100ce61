import { DetailSection } from '#components/data/detail/detail-header.tsx';
import type { ApprovalPage } from '#lib/reviews/approvals/schema.ts';
import { ApprovalList } from './approval-list.tsx';
import { EarlierApprovals } from './earlier-approvals.tsx';

/** The approvals of an asset: those that stand, fresh or stale, then those that others took the place of. Nothing while there are none. */
export function ApprovalSection({ assetId, page }: { assetId: string; page: ApprovalPage }) {
  if (page.rows.length === 0) return null;
  const standing = page.rows.filter(({ status }) => status !== 'superseded');
  const former = page.rows.filter(({ status }) => status === 'superseded');
  return (
    <DetailSection title="Approvals">
      {standing.length > 0 ? <ApprovalList assetId={assetId} rows={standing} /> : <p className="text-muted text-sm">None stands.</p>}
      <EarlierApprovals assetId={assetId} rows={former} next={page.next} />
    </DetailSection>
  );
}
