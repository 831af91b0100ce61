import { BreakGlassBadge } from '#components/reviews/state-badge.tsx';
import { Digest } from '#components/ui/digest.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { stageLabels } from '#lib/assets/rules.ts';
import type { Approval } from '#lib/reviews/approvals/schema.ts';
import { ApprovalBadge } from './approval-badge.tsx';
import { ApprovalPath } from './approval-path.tsx';

export interface ApprovalListProps {
  assetId: string;
  rows: readonly Approval[];
  /** Names the review, where the list does not stand on its page. */
  reviews?: boolean;
}

/** Approvals, each with what it is bound to, how long it holds, and why and by what way it went stale. */
export function ApprovalList({ assetId, rows, reviews = true }: ApprovalListProps) {
  return (
    <ul className="flex flex-col divide-y border-y text-sm">
      {rows.map((row) => (
        <li key={row.id} className="py-2.5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <ApprovalBadge status={row.status} judging={row.judging} />
            {row.review.breakGlass && <BreakGlassBadge />}
            <span className="min-w-0 flex-1 basis-56 break-words">
              {reviews && (
                <Link
                  href={`/reviews/${row.review.id}`}
                  className="focus-ring rounded-sm font-medium hover:underline hover:underline-offset-2"
                >
                  {row.review.templateName}
                </Link>
              )}
              {reviews && row.stage && ' '}
              {row.stage && <span className={reviews ? 'text-muted' : 'font-medium'}>for {stageLabels[row.stage]}</span>}
            </span>
            <span className="text-muted text-xs">
              <Until row={row} />
            </span>
          </div>
          <Bound assetId={assetId} row={row} />
          {row.judging && (
            <p className="mt-1.5">
              Something that it rests on changed a moment ago, or the day of a condition has passed. Until that is judged, no gate counts
              it.
            </p>
          )}
          {row.staleness && (
            <div className="mt-1.5">
              <p>{row.staleness.sentence}</p>
              {row.staleness.path.length > 1 && <ApprovalPath path={row.staleness.path} />}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Until({ row }: { row: Approval }) {
  if (row.staleness)
    return (
      <>
        went stale <RelativeTime value={row.staleness.at} />
      </>
    );
  if (row.status === 'superseded')
    return (
      <>
        approved <DayTime value={row.approvedAt} />, then approved again
      </>
    );
  return (
    <>
      valid until <DayTime value={row.validUntil} />
    </>
  );
}

/** What exactly was approved. */
function Bound({ assetId, row }: { assetId: string; row: Approval }) {
  const { version, rootDigest, upstream, conditions, status } = row;
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-muted text-xs">
      {version ? (
        <Link href={`/assets/${assetId}/versions/${version.id}`} className="focus-ring rounded-sm hover:underline">
          Version {version.label}
        </Link>
      ) : (
        <span>No version was registered</span>
      )}
      {rootDigest && <Digest value={rootDigest} what="root digest" />}
      <span>{upstream === 0 ? 'nothing upstream' : `${upstream} ${upstream === 1 ? 'version' : 'versions'} upstream`}</span>
      {status === 'fresh' && conditions && <span className="text-medium-ink">with conditions still to be met</span>}
    </p>
  );
}
