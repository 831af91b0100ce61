import { classNames } from '#components/ui/class-names.ts';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { type Level, levelLabels } from '#lib/assets/rules.ts';
import type { Overview } from '#lib/insights/overview/schema.ts';
import { type Change, changeOf, countOf } from './findings.ts';
import { dayWords, number } from './words.ts';

const shown: readonly Level[] = ['critical', 'high', 'medium', 'low', 'unassessed', 'stale', 'accepted'];

/** More of these is worse; more of the others is neither good nor bad by itself. */
const worse: ReadonlySet<Level> = new Set(['critical', 'high', 'medium', 'unassessed', 'stale']);

const signs = { more: '▲', fewer: '▼', same: '=' } as const;

function tone(level: Level, { way }: Change): string {
  if (way === 'same' || !worse.has(level)) return 'text-muted';
  return way === 'more' ? 'text-critical-ink' : 'text-low-ink';
}

function Since({ level, now, then, days }: { level: Level; now: number; then: Overview['risks']['week']; days: number }) {
  if (!then) return <span className="block text-faint text-xs">No record {days} days ago</span>;
  const change = changeOf(now, countOf(then.risks, level));
  return (
    <span className="block text-muted text-xs" title={`Compared with ${dayWords(then.day)} (UTC)`}>
      <span className={tone(level, change)}>
        <span aria-hidden="true">{signs[change.way]}</span> {change.words}
      </span>{' '}
      in {days} days
    </span>
  );
}

/** Open risks by level, each with its change over a week and a month, opening the risks it counts. */
export function LevelTiles({ risks }: { risks: Overview['risks'] }) {
  return (
    <ul className="grid grid-cols-2 gap-px border-y bg-line sm:grid-cols-4 xl:grid-cols-7">
      {shown.map((level) => {
        const now = countOf(risks.levels, level);
        return (
          <li key={level} className={classNames('flex bg-surface', level === 'accepted' && 'max-xl:col-span-2')}>
            <a
              href={`/risks?level=${level}`}
              className="focus-ring-inset flex-1 px-4 py-3 hover:bg-hover md:px-6 xl:px-4 xl:[li:first-child>&]:pl-6"
            >
              <span className="flex items-center gap-1.5 text-muted text-sm">
                <LevelShape state={level} />
                {levelLabels[level]}
              </span>
              <span className="mt-0.5 block font-semibold text-xl tracking-tight">{number(now)}</span>
              <Since level={level} now={now} then={risks.week} days={7} />
              <Since level={level} now={now} then={risks.month} days={30} />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
