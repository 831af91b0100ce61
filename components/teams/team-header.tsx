'use client';

import { usePathname } from 'next/navigation';
import { DetailHeader } from '#components/data/detail/detail-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import type { TeamDetail } from '#lib/access/teams/schema.ts';
import { TeamActions } from './team-actions.tsx';

const parts = [
  { path: '', label: 'Members' },
  { path: '/safeguards', label: 'Safeguards' },
  { path: '/service-accounts', label: 'Service accounts' },
  { path: '/activity', label: 'Activity' },
];

/** The head of a team's pages: who leads it, what it holds, what can be done. */
export function TeamHeader({ team }: { team: TeamDetail }) {
  const path = usePathname();
  const home = `/teams/${team.id}`;
  return (
    <DetailHeader
      title={team.name}
      crumbs={[{ label: 'Teams', href: '/teams' }]}
      badges={team.archivedAt && <Badge>Archived</Badge>}
      actions={<TeamActions team={team} />}
      facts={[
        {
          label: 'Key',
          value: (
            <span className="inline-flex min-w-0 items-center gap-0.5">
              <code className="min-w-0 break-all">{team.key}</code>
              <CopyButton text={team.key} what="key" />
            </span>
          ),
        },
        { label: 'Led by', value: team.leads.length > 0 ? team.leads.join(', ') : <span className="text-medium-ink">Nobody</span> },
        { label: 'Assets', value: team.assets === null ? <span className="text-faint">–</span> : team.assets.toLocaleString('en-GB') },
        { label: 'Your role', value: team.role ?? <span className="text-faint">None</span> },
        { label: 'Created', value: <DayTime value={team.createdAt} /> },
      ]}
      tabs={parts.map((part) => ({
        href: home + part.path,
        label: part.label,
        count: part.path === '' ? team.members : undefined,
        current: part.path === '' ? path === home : path.startsWith(home + part.path),
      }))}
    />
  );
}
