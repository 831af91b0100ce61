import { ArrowRight } from 'lucide-react';
import { LevelMark } from '#components/ui/level-mark.tsx';
import type { ChangePreview } from '#lib/risks/catalogue/changes/schema.ts';
import { assetsWords } from './words.ts';

/** How many assets a change would move, and from which level to which. */
export function ImpactView({ impact }: { impact: ChangePreview['impact'] }) {
  if (!impact) return <p className="text-sm">No level depends on this: no asset moves.</p>;
  if (impact.moved === 0)
    return (
      <p className="text-sm">
        No asset moves: each of {assetsWords(impact.assets)} keeps its level as a whole. At a single stage it may come to another.
      </p>
    );
  return (
    <div>
      <p className="mb-2 text-sm">
        <strong className="font-semibold">{assetsWords(impact.moved)}</strong> of {impact.assets.toLocaleString('en-GB')}{' '}
        {impact.moved === 1 ? 'moves' : 'move'} to another level:
      </p>
      <table className="w-full max-w-md text-sm">
        <caption className="sr-only">Assets by the level they leave and the one they come to</caption>
        <thead className="sr-only">
          <tr>
            <th>From</th>
            <th>To</th>
            <th>Assets</th>
          </tr>
        </thead>
        <tbody className="divide-y border-y">
          {impact.movements.map(({ from, to, assets }) => (
            <tr key={`${from} ${to}`} className="h-8">
              <td className="w-36">
                <LevelMark state={from} />
              </td>
              <td>
                <span className="inline-flex items-center gap-3 align-middle">
                  <ArrowRight className="size-3.5 text-faint" aria-hidden="true" />
                  <LevelMark state={to} />
                </span>
              </td>
              <td className="text-right tabular-nums">{assets.toLocaleString('en-GB')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
