'use client';

import { ShieldCheck } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { DetailHeader } from '#components/data/detail/detail-header.tsx';
import { Person } from '#components/ui/avatar.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import type { Safeguard } from '#lib/risks/safeguards/schema.ts';
import { SafeguardActions } from './safeguard-actions.tsx';
import { StateMark } from './state-mark.tsx';

const link = 'focus-ring min-w-0 truncate rounded-sm text-accent-ink hover:underline';

/** The head of a safeguard's pages: of what it is, how far it is, what can be done. */
export function SafeguardHeader({ safeguard }: { safeguard: Safeguard }) {
  const path = usePathname();
  const home = `/safeguards/${safeguard.id}`;
  const { asset, control } = safeguard;
  return (
    <DetailHeader
      title={control.name}
      crumbs={
        asset
          ? [
              { label: 'Safeguards', href: '/safeguards' },
              { label: asset.name, href: `/assets/${asset.id}/safeguards` },
            ]
          : [
              { label: 'Safeguards', href: '/safeguards' },
              { label: safeguard.team.name, href: `/teams/${safeguard.team.id}/safeguards` },
            ]
      }
      icon={<ShieldCheck />}
      badges={
        <>
          {safeguard.source && <Badge>Inherited</Badge>}
          {asset?.retired && <Badge>Asset retired</Badge>}
          {!asset && <Badge>Offered to assets</Badge>}
        </>
      }
      actions={<SafeguardActions safeguard={safeguard} />}
      facts={[
        { label: 'State', value: <StateMark state={safeguard.state} /> },
        asset
          ? {
              label: 'Asset',
              value: (
                <Link href={`/assets/${asset.id}`} className={link}>
                  {asset.name}
                </Link>
              ),
            }
          : { label: 'Followed by', value: `${safeguard.heirs} ${safeguard.heirs === 1 ? 'asset' : 'assets'}` },
        {
          label: 'Control',
          value: (
            <Link href={`/catalogue/controls/${control.key}`} className={link}>
              {control.enabled ? 'In the catalogue' : 'Switched off in the catalogue'}
            </Link>
          ),
        },
        { label: 'Team', value: safeguard.team.name },
        { label: 'Owner', value: <Person name={safeguard.owner?.name ?? null} /> },
        { label: 'Due', value: safeguard.dueAt ? <DayTime value={safeguard.dueAt} /> : <span className="text-faint">–</span> },
      ]}
      tabs={[
        { href: home, label: 'Overview', current: path === home },
        { href: `${home}/activity`, label: 'Activity', current: path === `${home}/activity` },
      ]}
    />
  );
}
