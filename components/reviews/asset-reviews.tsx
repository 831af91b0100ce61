import { ClipboardCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import type { ReviewRow } from '#lib/reviews/list/schema.ts';
import { isWaiting, subjectLabels } from '#lib/reviews/rules.ts';
import { BreakGlassBadge, StateBadge } from './state-badge.tsx';

export interface AssetReviewsProps {
  assetId: string;
  rows: readonly ReviewRow[];
  /** There are more than these. */
  more: boolean;
  mayRequest: boolean;
  /** What was approved, and whether it still stands. */
  approvals: ReactNode;
}

/** The reviews of an asset: what waits first, then what was decided; and its approvals. */
export function AssetReviews({ assetId, rows, more, mayRequest, approvals }: AssetReviewsProps) {
  const ask = mayRequest && (
    <LinkButton size="sm" variant={rows.length === 0 ? 'primary' : 'secondary'} href={`/reviews/new?asset=${assetId}`}>
      Ask for a review
    </LinkButton>
  );
  const waiting = rows.filter(({ status }) => isWaiting(status));
  const decided = rows.filter(({ status }) => !isWaiting(status));
  return (
    <DetailBody>
      {rows.length === 0 ? (
        <EmptyState icon={<ClipboardCheck />} title="No review of it yet" actions={ask}>
          A review has somebody look at a version, a change or a step to the next stage who neither asked, owns nor registered it.
        </EmptyState>
      ) : (
        <DetailSection title={waiting.length > 0 ? `Waiting (${waiting.length})` : 'Reviews'} actions={ask}>
          {waiting.length > 0 ? <Rows rows={waiting} /> : <p className="text-muted text-sm">Nothing waits for a decision.</p>}
        </DetailSection>
      )}
      {approvals}
      {decided.length > 0 && (
        <DetailSection
          title="Decided"
          actions={
            more && (
              <LinkButton size="sm" href={`/reviews?asset=${assetId}&sort=-requested`}>
                All of them
              </LinkButton>
            )
          }
        >
          <Rows rows={decided} />
        </DetailSection>
      )}
    </DetailBody>
  );
}

function Rows({ rows }: { rows: readonly ReviewRow[] }) {
  return (
    <ul className="flex flex-col divide-y border-y text-sm">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
          <div className="min-w-0 flex-1 basis-64">
            <Link href={`/reviews/${row.id}`} className="focus-ring rounded-sm font-medium hover:underline hover:underline-offset-2">
              {row.title}
            </Link>
            <p className="text-muted text-xs">
              {[subjectLabels[row.subject], row.templateName, row.reviewers.length > 0 && `asked: ${row.reviewers.join(', ')}`]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </div>
          <span className="flex items-center gap-1.5">
            <StateBadge state={row.status} />
            {row.breakGlass && <BreakGlassBadge />}
          </span>
          <span className="w-36 text-right text-muted text-xs max-sm:w-auto max-sm:text-left">
            {isWaiting(row.status) ? (
              <span className={row.overdue ? 'font-medium text-critical-ink' : undefined}>
                {row.overdue ? 'was due ' : 'due '}
                <DayTime value={row.dueAt} />
              </span>
            ) : (
              <RelativeTime value={row.decidedAt ?? row.requestedAt} />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
