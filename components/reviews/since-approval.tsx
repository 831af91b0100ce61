import { ArrowRight, CircleCheck } from 'lucide-react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LevelMark, type LevelState } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { VersionComparison } from '#components/versions/version-comparison.tsx';
import { stageLabels } from '#lib/assets/rules.ts';
import type { SinceApproval as Since } from '#lib/reviews/comparing/schema.ts';

const changes = {
  added: { label: 'Added', tone: 'good' },
  removed: { label: 'Removed', tone: 'danger' },
  changed: { label: 'Changed', tone: 'warning' },
} as const;

/** What changed since the last approval of the same: governed fields, digests and files, what it comes from, and its risks. */
export function SinceApproval({ since }: { since: Since }) {
  const { previous, fields, versions, upstream, risks } = since;
  if (!previous && !versions)
    return (
      <EmptyState icon={<CircleCheck />} title="Nothing was approved before">
        This is the first review of it. Once one is approved, what changed since stands here side by side.
      </EmptyState>
    );
  return (
    <>
      {previous && (
        <p className="mb-6 text-sm">
          Compared with what was approved in{' '}
          <Link href={`/reviews/${previous.reviewId}`} className="focus-ring rounded-sm font-medium text-accent-ink hover:underline">
            {previous.title}
          </Link>{' '}
          on <DayTime value={previous.approvedAt} />
          {previous.versionLabel && `, version ${previous.versionLabel}`}.
        </p>
      )}
      {previous && (
        <DetailSection title="Governed fields">
          {fields.length === 0 ? (
            <p className="text-muted text-sm">Stage, exposure and data class are as they were approved.</p>
          ) : (
            <dl className="grid max-w-xl grid-cols-[minmax(6rem,max-content)_1fr] gap-x-6 gap-y-1.5 text-sm">
              {fields.map(({ field, label, from, to }) => (
                <div key={field} className="col-span-2 grid grid-cols-subgrid">
                  <dt className="text-muted">{label}</dt>
                  <dd className="flex flex-wrap items-center gap-1.5">
                    <span className="sr-only">from</span>
                    <span className="text-muted">{from ?? 'nothing'}</span>
                    <ArrowRight className="size-3.5 text-faint" aria-hidden="true" />
                    <span className="sr-only">to</span>
                    <span className="font-medium">{to ?? 'nothing'}</span>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </DetailSection>
      )}
      {previous && (
        <DetailSection title="What it comes from">
          {upstream.length === 0 ? (
            <p className="text-muted text-sm">Everything upstream has the digest that was approved.</p>
          ) : (
            <ul className="flex flex-col gap-1.5 text-sm">
              {upstream.map(({ versionId, assetName, label, change }) => (
                <li key={`${versionId} ${change}`} className="flex flex-wrap items-center gap-2">
                  <Badge tone={changes[change].tone}>{changes[change].label}</Badge>
                  <span>
                    {assetName} <span className="text-muted">{label}</span>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </DetailSection>
      )}
      {previous && (
        <DetailSection title="Risks">
          {risks.opened.length + risks.closed.length === 0 ? (
            <p className="text-muted text-sm">No risk became worse or better by a level that matters.</p>
          ) : (
            <ul className="flex flex-col gap-1.5 text-sm">
              {[
                ...risks.opened.map((risk) => ({ ...risk, opened: true })),
                ...risks.closed.map((risk) => ({ ...risk, opened: false })),
              ].map((risk) => (
                <li key={`${risk.id} ${risk.opened}`} className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <Badge tone={risk.opened ? 'danger' : 'good'}>{risk.opened ? 'Opened' : 'Closed'}</Badge>
                  <Link href={`/risks/${risk.id}`} className="focus-ring rounded-sm font-medium hover:underline">
                    {risk.threatName}
                  </Link>
                  <span className="text-muted">{stageLabels[risk.stage]}</span>
                  <LevelMark state={risk.level as LevelState} />
                  <span className="text-muted">
                    <RelativeTime value={risk.at} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </DetailSection>
      )}
      {versions ? (
        <VersionComparison comparison={versions} />
      ) : (
        previous?.versionId && (
          <DetailSection title="Version">
            <p className="text-muted text-sm">It is the version that was approved, byte for byte.</p>
          </DetailSection>
        )
      )}
    </>
  );
}
