import Link from 'next/link';
import { KindLabel } from '#components/assets/kind-icon.tsx';
import { LevelShape, levelWords } from '#components/ui/level-mark.tsx';
import { type Kind, kindLabels, kinds, type Stage, stageLabels, stages } from '#lib/assets/rules.ts';
import type { InventoryCell } from '#lib/insights/schema.ts';

/** How dark a cell is, in per cent of ink: by its share of the fullest cell. Shade says how many, never how safe. */
const shadeOf = (count: number, most: number) => Math.round(3 + (count / most) * 13);

const plural = (count: number, one: string, many: string) => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

/** "12 models at Deployment, worst level high, 3 unassessed". */
function wordsOf({ kind, stage, count, unassessed, worst }: InventoryCell): string {
  const words = `${plural(count, 'asset', 'assets')} of kind ${kindLabels[kind].toLowerCase()} at ${stageLabels[stage]}`;
  if (unassessed === count) return `${words}, all unassessed`;
  return `${words}, worst level ${levelWords[worst].toLowerCase()}${unassessed > 0 ? `, ${unassessed} unassessed` : ''}`;
}

const sum = (cells: readonly InventoryCell[]) => cells.reduce((total, cell) => total + cell.count, 0);

function Total({ href, count, label }: { href: string; count: number; label: string }) {
  if (count === 0) return <span className="px-1 text-faint">0</span>;
  return (
    <Link
      href={href}
      prefetch={false}
      aria-label={`${plural(count, 'asset', 'assets')}: ${label}`}
      className="focus-ring rounded-sm px-1 hover:underline"
    >
      {count.toLocaleString('en-GB')}
    </Link>
  );
}

/** Active assets by kind and stage. Each number opens the inventory filtered to it; its mark is the worst level in it. */
export function InventoryHeatmap({ cells }: { cells: readonly InventoryCell[] }) {
  const most = Math.max(1, ...cells.map((cell) => cell.count));
  const at = (kind: Kind, stage: Stage) => cells.find((cell) => cell.kind === kind && cell.stage === stage);
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full min-w-160 table-fixed border-separate border-spacing-1 text-sm">
        <caption className="sr-only">Active assets by kind and stage</caption>
        <thead>
          <tr className="text-muted text-xs">
            <th scope="col" className="w-34 pb-1 text-left font-normal">
              <span className="sr-only">Kind</span>
            </th>
            {stages.map((stage) => (
              <th key={stage} scope="col" className="text-balance px-1 pb-1 align-bottom font-normal">
                {stageLabels[stage]}
              </th>
            ))}
            <th scope="col" className="w-14 px-1 pb-1 text-right align-bottom font-normal">
              All
            </th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row" className="text-left font-normal">
                <KindLabel kind={kind} />
              </th>
              {stages.map((stage) => (
                <Cell key={stage} cell={at(kind, stage)} most={most} />
              ))}
              <td className="text-right">
                <Total href={`/assets?kind=${kind}`} count={sum(cells.filter((cell) => cell.kind === kind))} label={kindLabels[kind]} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="pt-1 text-left font-normal text-muted">
              All
            </th>
            {stages.map((stage) => (
              <td key={stage} className="pt-1 text-center">
                <Total
                  href={`/assets?stage=${stage}`}
                  count={sum(cells.filter((cell) => cell.stage === stage))}
                  label={stageLabels[stage]}
                />
              </td>
            ))}
            <td className="pt-1 text-right font-medium">
              <Total href="/assets" count={sum(cells)} label="all" />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Cell({ cell, most }: { cell: InventoryCell | undefined; most: number }) {
  if (!cell)
    return (
      <td className="h-11 rounded-sm bg-sunken/50 text-center text-faint">
        <span className="sr-only">0</span>
        <span aria-hidden="true">·</span>
      </td>
    );
  return (
    <td className="h-11 p-0">
      <Link
        href={`/assets?kind=${cell.kind}&stage=${cell.stage}`}
        prefetch={false}
        aria-label={wordsOf(cell)}
        title={wordsOf(cell)}
        data-print="exact"
        style={{ backgroundColor: `color-mix(in oklab, var(--color-ink) ${shadeOf(cell.count, most)}%, var(--color-surface))` }}
        className="focus-ring flex h-11 items-center justify-center gap-1.5 rounded-sm font-medium tabular-nums hover:ring-1 hover:ring-ink hover:ring-inset"
      >
        <LevelShape state={cell.worst} />
        {cell.count.toLocaleString('en-GB')}
      </Link>
    </td>
  );
}
