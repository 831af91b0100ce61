'use client';

import { useEffect, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { useViewing } from '#components/ui/viewer.tsx';
import { workPartLabels } from '#lib/insights/work/rules.ts';
import type { WorkItem } from '#lib/insights/work/schema.ts';
import type { Beyond } from './month-grid.tsx';
import { ThingMark } from './thing.tsx';
import { type Acting, workKey } from './use-work.ts';
import { longDay } from './words.ts';
import { WorkActions } from './work-actions.tsx';

export interface AgendaProps {
  month: string;
  today: string;
  days: ReadonlyMap<string, WorkItem[]>;
  /** The last day of which all is known, '' where it is none; null where everything is. */
  until: string | null;
  beyond: Beyond;
  /** The day chosen on the month's page; where there is no room for that page, every day is shown. */
  day: string;
  acting: Acting;
}

const beyondWords: Record<Beyond, string> = {
  loading: 'loading…',
  'not loaded': 'could not be loaded.',
  'not shown': 'not shown, for too much is due before.',
};

const narrow = '(width < 48rem)';

/** Whether there is no room for the month's page; said once the page stands. */
function useNarrow(): boolean {
  const [is, setIs] = useState(false);
  useEffect(() => {
    const query = window.matchMedia(narrow);
    const say = () => setIs(query.matches);
    say();
    query.addEventListener('change', say);
    return () => query.removeEventListener('change', say);
  }, []);
  return is;
}

/** What is due on the chosen day, and on a telephone on each day of the month. */
export function Agenda({ month, today, days, until, beyond, day, acting }: AgendaProps) {
  const { locale } = useViewing();
  const every = useNarrow();
  const filled = [...days].filter(([each]) => each === day || (every && each.startsWith(month)));
  return (
    <>
      {!days.has(day) && (
        <p className="mt-5 text-muted text-sm max-md:hidden">
          {longDay(day, locale)}: {until !== null && day > until ? beyondWords[beyond] : 'nothing is due.'}
        </p>
      )}
      {filled.length === 0 && every && until === null && (
        <p className="py-8 text-center text-muted text-sm md:hidden">Nothing is due in this month.</p>
      )}
      {filled.map(([each, items]) => (
        <section key={each} aria-label={longDay(each, locale)} className={classNames('mt-5', each !== day && 'md:hidden')}>
          <h3 className="font-medium text-sm">
            {longDay(each, locale)}
            {each === today && <span className="ml-2 font-normal text-accent-ink text-xs">Today</span>}
          </h3>
          <ul className="mt-1 divide-y border-y">
            {items.map((item) => (
              <li key={workKey(item)} data-work={workKey(item)} className="flex items-center gap-3 py-2 text-sm">
                <ThingMark thing={item.thing} wordless />
                <span className="min-w-0 flex-1">
                  <a href={item.href} className="focus-ring line-clamp-2 break-words rounded-sm font-medium hover:underline">
                    {item.title}
                  </a>
                  <span className="block truncate text-muted text-xs">
                    {[workPartLabels[item.part], item.detail, item.asset?.name, item.teamName].filter(Boolean).join(' · ')}
                  </span>
                </span>
                {item.overdue && <span className="shrink-0 font-medium text-critical-ink text-xs">Overdue</span>}
                <WorkActions item={item} acting={acting} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
