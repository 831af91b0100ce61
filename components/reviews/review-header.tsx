'use client';

import { usePathname } from 'next/navigation';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { type DetailFact, DetailHeader } from '#components/data/detail/detail-header.tsx';
import { Person } from '#components/ui/avatar.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Digest } from '#components/ui/digest.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { stageLabels } from '#lib/assets/rules.ts';
import { subjectLabels } from '#lib/reviews/rules.ts';
import type { Review } from '#lib/reviews/schema.ts';
import { ReviewActions } from './review-actions.tsx';
import { BreakGlassBadge, StateBadge } from './state-badge.tsx';

const parts = [
  { path: '', label: 'Review' },
  { path: '/changes', label: 'What changed' },
  { path: '/activity', label: 'Activity' },
];

const link = 'focus-ring inline-flex min-w-0 items-center gap-1.5 rounded-sm text-accent-ink hover:underline';

/** The head of a review's pages: what it is about, how it stands, what can be done, and its parts. */
export function ReviewHeader({ review, mayManage }: { review: Review; mayManage: boolean }) {
  const path = usePathname();
  const home = `/reviews/${review.id}`;
  const { asset, versionOf, overdue, breakGlass, subject } = review;
  // What changed is asked of an asset; a person's access has no versions.
  const shown = asset ? parts : parts.filter((part) => part.path !== '/changes');
  return (
    <DetailHeader
      title={review.title}
      crumbs={[{ label: 'Reviews', href: '/reviews' }, ...(asset ? [{ label: asset.name, href: `/assets/${asset.id}/reviews` }] : [])]}
      badges={
        <>
          <StateBadge state={review.status} />
          {overdue && <Badge tone="danger">Overdue</Badge>}
          {breakGlass && <BreakGlassBadge />}
        </>
      }
      actions={<ReviewActions review={review} mayManage={mayManage} />}
      facts={[
        { label: 'Of', value: subjectLabels[subject] },
        ...aboutOf(review),
        ...(versionOf?.rootDigest ? [{ label: 'Root digest', value: <Digest value={versionOf.rootDigest} what="root digest" /> }] : []),
        {
          label: 'Due',
          value: (
            <span className={overdue ? 'font-medium text-critical-ink' : undefined}>
              <DayTime value={review.dueAt} />
            </span>
          ),
        },
        { label: 'Requested by', value: review.requester ? <Person name={review.requester.name} /> : 'Gatehouse' },
        { label: 'Template', value: `${review.template.name}, version ${review.template.number}` },
        { label: 'Team', value: review.team.name },
      ]}
      tabs={shown.map(({ path: part, label }) => ({ href: home + part, label, current: path === home + part }))}
    />
  );
}

/** The thing itself, by links. */
function aboutOf({ asset, versionOf, base, stage, acceptance, access, team }: Review): DetailFact[] {
  const facts: DetailFact[] = [];
  if (asset) {
    facts.push({
      label: 'Asset',
      value: (
        <Link href={`/assets/${asset.id}`} className={link}>
          <KindIcon kind={asset.kind} />
          <span className="min-w-0 break-words">{asset.name}</span>
        </Link>
      ),
    });
    if (versionOf)
      facts.push({
        label: base ? 'Change' : 'Version',
        value: (
          <span className="inline-flex flex-wrap items-center gap-1">
            {base && (
              <>
                <Link href={`/assets/${asset.id}/versions/${base.id}`} className={link}>
                  {base.label}
                </Link>
                <span className="text-muted">to</span>
              </>
            )}
            <Link href={`/assets/${asset.id}/versions/${versionOf.id}`} className={link}>
              {versionOf.label}
            </Link>
          </span>
        ),
      });
    facts.push(
      {
        label: 'Stage',
        value:
          stage && stage !== asset.stage ? `${stageLabels[asset.stage]}, to ${stageLabels[stage].toLowerCase()}` : stageLabels[asset.stage],
      },
      { label: 'Level', value: <LevelMark state={asset.level} /> },
      { label: 'Owner', value: <Person name={asset.owner?.name ?? null} /> },
    );
  }
  if (acceptance)
    facts.push({
      label: 'Acceptance of',
      value: (
        <Link href={`/acceptances/${acceptance.id}`} className={link}>
          {acceptance.threatName}
        </Link>
      ),
    });
  if (access)
    facts.push(
      {
        label: 'Person',
        value: (
          <Link href={`/access?who=${access.person.id}&team=${team.id}`} className={link}>
            {access.person.name}
          </Link>
        ),
      },
      { label: 'Role', value: access.roleName ?? <span className="text-faint">No longer in the team</span> },
      ...(access.expiresAt ? [{ label: 'Until', value: <DayTime value={access.expiresAt} /> }] : []),
    );
  return facts;
}
