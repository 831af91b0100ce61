'use client';

import { type KeyboardEvent, useEffect, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useViewing } from '#components/ui/viewer.tsx';
import type { WorkItem } from '#lib/insights/work/schema.ts';
import { addDays, weekdayOf } from '#lib/platform/day-rules.ts';
import { weeksOf } from './days.ts';
import { longDay, plural, weekdays } from './words.ts';

/** Why nothing is known of a day: it is still asked for, was asked for in vain, or too much is due before. */
export type Beyond = 'loading' | 'not loaded' | 'not shown';

export interface MonthGridProps {
  month: string;
  today: string;
  days: ReadonlyMap<string, WorkItem[]>;
  /** The last day of which all is known, '' where it is none; null where everything is. */
  until: string | null;
  /** What is said of the days after it. */
  beyond: Beyond;
  /** The chosen day, on which the keyboard is. */
  day: string;
  /** Whether the keyboard came here from another month. */
  focused: boolean;
  onDay: (day: string) => void;
  onLeaf: (by: 1 | -1, from: string) => void;
  onEnter: () => void;
}

/** So many titles stand in a day; the rest is counted. */
const shown = 3;

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A month's page. Arrows go from day to day and on into the next month, Home and End within a week, PageUp and PageDown from month to month. */
export function MonthGrid({ month, today, days, until, beyond, day, focused, onDay, onLeaf, onEnter }: MonthGridProps) {
  const { locale } = useViewing();
  const grid = useRef<HTMLTableElement>(null);
  const button = (of: string) => grid.current?.querySelector<HTMLElement>(`[data-day="${of}"]`);
  useEffect(() => {
    if (focused) grid.current?.querySelector<HTMLElement>('[data-day][tabindex="0"]')?.focus();
  }, [focused]);
  function go(to: string) {
    if (!to.startsWith(month)) return onLeaf(to < month ? -1 : 1, to);
    onDay(to);
    button(to)?.focus();
  }
  function onKey(event: KeyboardEvent<HTMLElement>) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const week = weekdayOf(day);
    if (key in steps) go(addDays(day, steps[key] ?? 0));
    else if (key === 'Home') go(addDays(day, 1 - week));
    else if (key === 'End') go(addDays(day, 7 - week));
    else if (key === 'PageUp') onLeaf(-1, day);
    else if (key === 'PageDown') onLeaf(1, day);
    else if (key === 'Enter' && days.has(day)) onEnter();
    else return;
    event.preventDefault();
  }
  return (
    <table ref={grid} className="w-full table-fixed border-collapse text-sm max-md:hidden">
      <caption className="sr-only">
        Days of the month with what is due. Arrow keys go from day to day, PageUp and PageDown from month to month.
      </caption>
      <thead>
        <tr>
          {weekdays(locale).map(({ long, short }) => (
            <th key={long} scope="col" className="px-2 py-1 text-left font-normal text-muted text-xs">
              <abbr title={long} className="no-underline">
                {short}
              </abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week[0]}>
            {week.map((each) => {
              const items = days.get(each) ?? [];
              const inside = each.startsWith(month);
              const late = items.filter(({ overdue }) => overdue).length;
              return (
                <td
                  key={each}
                  className={classNames('h-26 border p-1 align-top', !inside && 'bg-sunken/60', each === day && 'bg-accent-wash/60')}
                >
                  <button
                    type="button"
                    data-day={each}
                    tabIndex={each === day ? 0 : -1}
                    aria-current={each === today ? 'date' : undefined}
                    aria-pressed={each === day}
                    aria-label={`${longDay(each, locale)}: ${items.length === 0 ? (until !== null && each > until ? beyond : 'nothing due') : plural(items.length, 'thing', 'things')}${late > 0 ? `, ${late} overdue` : ''}`}
                    onClick={() => go(each)}
                    onKeyDown={onKey}
                    className={classNames(
                      'focus-ring grid size-6 place-items-center rounded-full text-xs',
                      each === today ? 'bg-accent font-semibold text-on-accent' : inside ? 'hover:bg-hover' : 'text-muted hover:bg-hover',
                    )}
                  >
                    {Number(each.slice(8))}
                  </button>
                  {beyond === 'loading' && until && each > until && <Skeleton className="mt-1 h-4" />}
                  <ul className="mt-0.5 flex flex-col gap-0.5">
                    {items.slice(0, shown).map((item) => (
                      <li key={`${item.part} ${item.id}`}>
                        <a
                          href={item.href}
                          tabIndex={-1}
                          title={item.title}
                          className={classNames(
                            'block truncate rounded-sm px-1 text-xs hover:underline',
                            item.overdue ? 'bg-critical-wash text-critical-ink' : 'bg-sunken text-ink',
                          )}
                        >
                          {item.title}
                        </a>
                      </li>
                    ))}
                    {items.length > shown && <li className="px-1 text-muted text-xs">{items.length - shown} more</li>}
                  </ul>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
