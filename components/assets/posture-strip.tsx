import { classNames } from '#components/ui/class-names.ts';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import { type Level, type Stage, stageLabels, stages } from '#lib/assets/rules.ts';

const bars: Record<Level, string> = {
  critical: 'bg-critical',
  high: 'bg-high',
  medium: 'bg-medium',
  low: 'bg-low',
  none: 'bg-line',
  accepted: 'ring-1 ring-inset ring-unassessed',
  stale: 'border border-dashed border-unassessed',
  unassessed: 'bg-[repeating-linear-gradient(135deg,var(--color-unassessed)_0_1px,transparent_1px_4px)] ring-1 ring-inset ring-line-strong',
};

export interface PostureStripProps {
  levels: readonly Level[];
  stage: Stage;
  /** Where the risks of a stage stand; without it, stages lead nowhere. */
  hrefOf?: (stage: Stage) => string;
}

/** The worst open risk at each of the six stages, in order, with the stage at which the asset stands. Unassessed is hatched, never green. */
export function PostureStrip({ levels, stage, hrefOf }: PostureStripProps) {
  return (
    <ol className="grid grid-cols-2 gap-x-1.5 gap-y-4 sm:grid-cols-3 xl:grid-cols-6">
      {stages.map((each, index) => {
        const level = levels[index] ?? 'unassessed';
        const current = each === stage;
        return (
          <li key={each} aria-current={current ? 'step' : undefined} className="min-w-0">
            <div aria-hidden="true" data-print="exact" className={classNames('h-1.5 rounded-sm', bars[level])} />
            <p className={classNames('mt-1.5 truncate text-xs', current ? 'font-medium text-ink' : 'text-muted')}>
              {hrefOf && level !== 'none' ? (
                <Link href={hrefOf(each)} className="focus-ring rounded-sm hover:underline hover:underline-offset-2">
                  {stageLabels[each]}
                </Link>
              ) : (
                stageLabels[each]
              )}
              {current && <span className="font-normal text-muted"> · now</span>}
            </p>
            <p className="mt-0.5 text-sm">
              <LevelMark state={level} />
            </p>
          </li>
        );
      })}
    </ol>
  );
}
