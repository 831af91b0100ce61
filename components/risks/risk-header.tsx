'use client';

import { usePathname } from 'next/navigation';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { DetailHeader } from '#components/data/detail/detail-header.tsx';
import { Person } from '#components/ui/avatar.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime, RelativeTime } from '#components/ui/relative-time.tsx';
import { formatDay } from '#components/ui/time-format.ts';
import { useViewing } from '#components/ui/viewer.tsx';
import { stageLabels } from '#lib/assets/rules.ts';
import type { Risk } from '#lib/risks/register/page/schema.ts';
import { isOverdue, treatmentLabels } from '#lib/risks/register/rules.ts';
import { RiskActions } from './risk-actions.tsx';

const parts = [
  { path: '', label: 'Overview' },
  { path: '/history', label: 'History' },
  { path: '/activity', label: 'Activity' },
];

/** The head of a risk's pages: what threatens what, how it stands, what can be done, and its parts. */
export function RiskHeader({ risk }: { risk: Risk }) {
  const path = usePathname();
  const { timeZone, locale } = useViewing();
  const home = `/risks/${risk.id}`;
  const until =
    risk.acceptedUntil && new Date(risk.acceptedUntil) > new Date() ? formatDay(new Date(risk.acceptedUntil), timeZone, locale) : undefined;
  const overdue = isOverdue(risk, new Date());
  return (
    <DetailHeader
      title={risk.threatName}
      crumbs={[
        { label: 'Risks', href: '/risks' },
        { label: risk.asset.name, href: `/assets/${risk.asset.id}/risks` },
      ]}
      badges={
        <>
          {!risk.applies && <Badge>No longer applies</Badge>}
          {overdue && <Badge tone="danger">Overdue</Badge>}
        </>
      }
      actions={<RiskActions risk={risk} />}
      facts={[
        {
          label: 'Level',
          value: <LevelMark state={risk.level} stale={risk.stale} acceptedUntil={risk.level === 'accepted' ? until : undefined} />,
        },
        {
          label: 'Asset',
          value: (
            <Link
              href={`/assets/${risk.asset.id}`}
              className="focus-ring inline-flex min-w-0 items-center gap-1.5 rounded-sm text-accent-ink hover:underline"
            >
              <KindIcon kind={risk.kind} />
              <span className="min-w-0 break-words">{risk.asset.name}</span>
            </Link>
          ),
        },
        { label: 'Stage', value: stageLabels[risk.stage] },
        { label: 'Assessed', value: <Assessment risk={risk} /> },
        { label: 'Treatment', value: risk.treatment ? treatmentLabels[risk.treatment] : <span className="text-faint">Not chosen</span> },
        { label: 'Owner', value: <Person name={risk.owner?.name ?? null} /> },
        {
          label: 'Due',
          value: risk.dueAt ? (
            <span className={overdue ? 'font-medium text-critical-ink' : undefined}>
              <DayTime value={risk.dueAt} />
            </span>
          ) : (
            <span className="text-faint">No date</span>
          ),
        },
        { label: 'Team', value: risk.team.name },
      ]}
      tabs={parts.map(({ path: part, label }) => ({ href: home + part, label, current: path === home + part }))}
    />
  );
}

function Assessment({ risk }: { risk: Risk }) {
  if (!risk.assessedAt) return <span className="text-faint">Never</span>;
  return (
    <span>
      <RelativeTime value={risk.assessedAt} />
      {risk.stale && <span className="text-muted">, stale</span>}
    </span>
  );
}
