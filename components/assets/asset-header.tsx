'use client';

import { usePathname } from 'next/navigation';
import { DetailHeader } from '#components/data/detail/detail-header.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { SignalBadge } from '#components/signals/signal-badge.tsx';
import { Person } from '#components/ui/avatar.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { kindLabels, stageLabels, statusLabels } from '#lib/assets/rules.ts';
import type { Asset } from '#lib/assets/schema.ts';
import { AssetActions } from './asset-actions.tsx';
import { KindIcon } from './kind-icon.tsx';

export interface AssetHeaderProps {
  asset: Asset;
  may: { duplicate: boolean; explain: boolean; review: boolean };
  /** Open signals on it. */
  signals: number;
}

const parts = [
  { path: '', label: 'Overview' },
  { path: '/risks', label: 'Risks' },
  { path: '/safeguards', label: 'Safeguards' },
  { path: '/reviews', label: 'Reviews' },
  { path: '/gate', label: 'Gate' },
  { path: '/versions', label: 'Versions' },
  { path: '/lineage', label: 'Lineage' },
  { path: '/activity', label: 'Activity' },
];

/** The head of an asset's pages: what it is, how it stands, what can be done, and its parts. While it is edited, only where one is. */
export function AssetHeader({ asset, may, signals }: AssetHeaderProps) {
  const path = usePathname();
  const home = `/assets/${asset.id}`;
  const list = { label: 'Assets', href: '/assets' };
  if (path === `${home}/edit`) return <PageHeader title={`Edit ${asset.name}`} crumbs={[list, { label: asset.name, href: home }]} />;
  const within = (part: string) => (part ? path.startsWith(home + part) : path === home);
  return (
    <DetailHeader
      title={asset.name}
      crumbs={[list]}
      icon={<KindIcon kind={asset.kind} />}
      badges={
        <>
          {asset.status === 'retired' && <Badge>{statusLabels.retired}</Badge>}
          <SignalBadge open={signals} />
        </>
      }
      actions={<AssetActions asset={asset} may={may} />}
      facts={[
        { label: 'Kind', value: kindLabels[asset.kind] },
        {
          label: 'Key',
          value: (
            <span className="inline-flex min-w-0 items-center gap-0.5">
              <code className="min-w-0 break-all">{asset.key}</code>
              <CopyButton text={asset.key} what="key" />
            </span>
          ),
        },
        { label: 'Team', value: asset.team.name },
        { label: 'Owner', value: <Person name={asset.ownerName} /> },
        { label: 'Stage', value: stageLabels[asset.stage] },
        { label: 'Level', value: <LevelMark state={asset.level} /> },
        { label: 'Status', value: statusLabels[asset.status] },
        { label: 'Changed', value: <RelativeTime value={asset.changedAt} /> },
      ]}
      tabs={parts.map(({ path: part, label }) => ({
        href: home + part,
        label,
        count: part === '/versions' ? asset.versionCount : undefined,
        current: within(part),
      }))}
    />
  );
}
