import Link from 'next/link';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { kindLabels } from '#lib/assets/rules.ts';
import type { AssetRow } from '#lib/assets/schema.ts';

/** The assets that changed last. */
export function RecentAssets({ assets }: { assets: readonly Pick<AssetRow, 'id' | 'name' | 'kind' | 'teamName' | 'changedAt'>[] }) {
  return (
    <ul className="-mx-2 flex flex-col text-sm">
      {assets.map((asset) => (
        <li key={asset.id}>
          <Link
            href={`/assets/${asset.id}`}
            prefetch={false}
            className="focus-ring-inset flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover"
          >
            <KindIcon kind={asset.kind} />
            <span className="sr-only">{kindLabels[asset.kind]}:</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{asset.name}</span>
              <span className="block truncate text-muted text-xs">{asset.teamName}</span>
            </span>
            <span className="shrink-0 text-muted text-xs">
              <RelativeTime value={asset.changedAt} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
