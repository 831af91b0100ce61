import { LevelShape, type LevelState, levelWords } from '#components/ui/level-mark.tsx';
import { Link } from '#components/ui/link.tsx';
import type { ChartSeries } from './chart-data.ts';
import { fillOf, Patterns, strokeOf } from './looks.tsx';

/** What each look stands for: the fill as it is drawn, the level's shape where it is one, and the word. */
export function ChartKey({ id, series }: { id: string; series: readonly ChartSeries[] }) {
  const key = `${id}-key`;
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 text-muted text-xs">
      {series.map((each) => (
        <li key={each.key} className="flex min-h-6 items-center gap-1.5" data-key={each.look} data-key-label={each.label}>
          <svg viewBox="0 0 20 12" aria-hidden="true" className="h-3 w-5 shrink-0" data-level-shape="">
            <Patterns chart={`${key}-${each.key}`} looks={[each.look]} />
            <rect x="0.5" y="0.5" width="19" height="11" fill={fillOf(`${key}-${each.key}`, each.look)} {...strokeOf(each.look)} />
          </svg>
          {each.look in levelWords && <LevelShape state={each.look as LevelState} className="!size-2.5" />}
          {each.href ? (
            <Link href={each.href} className="focus-ring flex min-h-6 min-w-6 items-center rounded-sm hover:underline">
              {each.label}
            </Link>
          ) : (
            each.label
          )}
        </li>
      ))}
    </ul>
  );
}
