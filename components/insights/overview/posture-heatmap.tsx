import { KindLabel } from '#components/assets/kind-icon.tsx';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { type Kind, kindLabels, kinds, type Level, levels, type Stage, stageLabels, stages } from '#lib/assets/rules.ts';
import type { HeatCell } from '#lib/insights/overview/schema.ts';
import { concerned, countOf, worstOf } from './findings.ts';
import { number, plural } from './words.ts';

/** The ground of a cell: by its worst level, and without a colour where that is not known. */
const grounds: Record<Level, string> = {
  critical: 'bg-critical-wash',
  high: 'bg-high-wash',
  medium: 'bg-medium-wash',
  low: 'bg-low-wash',
  none: 'bg-sunken/50',
  accepted: 'bg-sunken',
  stale: 'bg-sunken',
  unassessed: 'bg-sunken',
};

/** "24 models at Deployment: 3 critical, 4 high, 6 unassessed". */
function wordsOf({ kind, stage, levels: counts }: HeatCell): string {
  const parts = [...levels.entries()]
    .slice(1)
    .reverse()
    .flatMap(([index, level]) => (counts[index] ? [`${number(counts[index])} ${level}`] : []));
  return `${plural(concerned(counts), 'asset', 'assets')} of kind ${kindLabels[kind].toLowerCase()} at ${stageLabels[stage]}: ${parts.join(', ')}`;
}

/** The inventory filtered to the assets of a cell: those with any level there. */
function hrefOf({ kind, stage, levels: counts }: HeatCell): string {
  const there = levels.filter((level, index) => level !== 'none' && counts[index]).map((level) => `${stage}:${level}`);
  return `/assets?kind=${kind}&posture=${there.join(',')}&sort=-level`;
}

export interface PostureHeatmapProps {
  cells: readonly HeatCell[];
  /** Of a day that has passed: there is no list of what was so then, and kinds without any cell are left out. */
  past?: boolean;
}

/** Without links in it the box that scrolls is reached by Tab itself, or its end would be out of reach without a mouse. */
const scrolled = { tabIndex: 0, role: 'region', 'aria-label': 'Assets by kind and stage, as a table' };

/** Assets by kind and stage. A cell's mark and number are of its worst level there; beneath stand how many assets it has, and how many unassessed. */
export function PostureHeatmap({ cells, past = false }: PostureHeatmapProps) {
  const at = (kind: Kind, stage: Stage) => cells.find((cell) => cell.kind === kind && cell.stage === stage);
  return (
    <div className="relative overflow-x-auto" data-drawing="" {...(past && scrolled)}>
      <table className="w-full min-w-160 table-fixed border-separate border-spacing-1 text-sm" data-cells="">
        <caption className="sr-only">Assets by kind and stage, each with its worst level there</caption>
        <thead>
          <tr className="text-muted text-xs">
            <th scope="col" className="w-30 pb-1 text-left font-normal">
              <span className="sr-only">Kind</span>
            </th>
            {stages.map((stage) => (
              <th key={stage} scope="col" data-cell="" className="text-balance px-1 pb-1 text-center align-bottom font-normal">
                {stageLabels[stage]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds
            .filter((kind) => !past || cells.some((cell) => cell.kind === kind))
            .map((kind) => (
              <tr key={kind}>
                <th scope="row" className="text-left font-normal">
                  <span data-cell="" className="flex items-center">
                    <KindLabel kind={kind} />
                  </span>
                </th>
                {stages.map((stage) => (
                  <Cell key={stage} cell={at(kind, stage)} past={past} />
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell, past }: { cell: HeatCell | undefined; past: boolean }) {
  if (!cell)
    return (
      <td className="h-13 rounded-sm bg-sunken/50 text-center text-faint">
        <span className="sr-only">No threats</span>
        <span aria-hidden="true">·</span>
      </td>
    );
  const worst = worstOf(cell.levels);
  const unassessed = worst === 'unassessed' ? 0 : countOf(cell.levels, 'unassessed');
  const words = wordsOf(cell);
  const shown = (
    <>
      <span data-cell="" className="flex items-center gap-1.5 font-medium">
        <LevelShape state={worst} />
        {number(countOf(cell.levels, worst))}
      </span>
      <span className="flex items-center gap-1 text-muted text-xs">
        <span data-cell="" className="flex items-center">
          of {number(concerned(cell.levels))}
        </span>
        {unassessed > 0 && (
          <>
            {' · '}
            <span data-cell="" className="flex items-center gap-1">
              <LevelShape state="unassessed" className="size-2.5" />
              {number(unassessed)}
            </span>
          </>
        )}
      </span>
    </>
  );
  const look = `flex h-13 flex-col items-center justify-center rounded-sm ${grounds[worst]}`;
  if (past)
    return (
      <td className="h-13 p-0">
        <span className="sr-only">{words}</span>
        <div aria-hidden="true" data-ground="" data-print="exact" className={look}>
          {shown}
        </div>
      </td>
    );
  return (
    <td className="h-13 p-0">
      <a
        href={hrefOf(cell)}
        aria-label={words}
        title={words}
        data-ground=""
        data-print="exact"
        className={`focus-ring hover:ring-1 hover:ring-ink hover:ring-inset ${look}`}
      >
        {shown}
      </a>
    </td>
  );
}
