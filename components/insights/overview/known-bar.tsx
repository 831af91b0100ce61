import { LevelShape, type LevelState } from '#components/ui/level-mark.tsx';
import type { Levels } from '#lib/insights/history/rules.ts';
import { concerned, countOf } from './findings.ts';
import { number } from './words.ts';

interface Part {
  label: string;
  count: number;
  href: string;
  mark?: LevelState;
  ground: string;
}

/** How much is known: assessed and current, stale, unassessed, as parts of a whole. */
export function KnownBar({ risks }: { risks: Levels }) {
  const all = concerned(risks);
  const stale = countOf(risks, 'stale');
  const unassessed = countOf(risks, 'unassessed');
  const parts: readonly Part[] = [
    {
      label: 'Assessed and current',
      count: all - stale - unassessed,
      href: '/risks?level=critical,high,medium,low,accepted',
      ground: 'bg-accent',
    },
    { label: 'Stale', count: stale, href: '/risks?level=stale', mark: 'stale', ground: 'border-2 border-unassessed border-dashed' },
    {
      label: 'Unassessed',
      count: unassessed,
      href: '/risks?level=unassessed',
      mark: 'unassessed',
      ground: 'bg-[repeating-linear-gradient(135deg,var(--color-unassessed)_0_1px,transparent_1px_4px)] ring-1 ring-inset ring-line-strong',
    },
  ];
  const shown = parts.filter((part) => part.count > 0);
  return (
    <>
      <div aria-hidden="true" data-print="exact" className="flex h-3 gap-0.5">
        {shown.map((part) => (
          <span key={part.label} className={`min-w-1 rounded-sm ${part.ground}`} style={{ flexGrow: part.count, flexBasis: 0 }} />
        ))}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {parts.map((part) => (
          <li key={part.label}>
            <a href={part.href} className="focus-ring inline-flex min-h-6 items-center gap-1.5 rounded-sm hover:underline">
              {part.mark ? <LevelShape state={part.mark} /> : <span aria-hidden="true" className="size-2.5 rounded-sm bg-accent" />}
              <span className="text-muted">{part.label}</span> {number(part.count)}
              <span className="text-muted">({all === 0 ? 0 : Math.round((part.count / all) * 100)} %)</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
