import { KindIcon } from '#components/assets/kind-icon.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { criticalityLabels, kindLabels, levels, stageLabels, stages } from '#lib/assets/rules.ts';
import type { WorstAsset } from '#lib/insights/overview/schema.ts';

/** The worst assets, with the level at each stage. */
export function WorstAssets({ worst }: { worst: readonly WorstAsset[] }) {
  if (worst.length === 0) return <p className="text-muted text-sm">What nobody has assessed is not among them.</p>;
  return (
    <ul className="-mx-2 flex flex-col text-sm">
      {worst.map((asset) => (
        <li key={asset.id}>
          <a
            href={`/assets/${asset.id}/risks`}
            className="focus-ring-inset flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover"
          >
            <KindIcon kind={asset.kind} />
            <span className="sr-only">{kindLabels[asset.kind]}:</span>
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{asset.name}</span>
              <span className="block truncate text-muted text-xs">
                {asset.teamName} · criticality {criticalityLabels[asset.criticality]?.toLowerCase()}
              </span>
            </span>
            <span
              className={`posture shrink-0 max-sm:hidden ${asset.levels.map((level, at) => `s${at}${levels.indexOf(level)}`).join(' ')}`}
              title={stages.map((stage, at) => `${stageLabels[stage]}: ${asset.levels[at]}`).join(', ')}
            />
            <span className="w-20 shrink-0">
              <LevelMark state={asset.level} />
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
