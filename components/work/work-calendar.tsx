'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { SoftLinks } from '#components/insights/overview/soft-links.tsx';
import { Button, buttonClasses } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Link } from '#components/ui/link.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useViewing } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import type { WorkPage } from '#lib/insights/work/schema.ts';
import { monthName } from '#lib/platform/day-rules.ts';
import { Agenda } from './agenda.tsx';
import { addMonths, byDueDay, knownUntil, sameDayIn, weeksOf } from './days.ts';
import { MonthGrid } from './month-grid.tsx';
import { type PackedPage, usePage } from './packed-page.ts';
import { type WorkState, workAddress } from './state.ts';
import { useActing, useWorkCounts, useWorkKeys, workKey } from './use-work.ts';
import { longDay } from './words.ts';
import { WorkHead } from './work-head.tsx';

export interface WorkCalendarProps {
  state: WorkState;
  /** The first of the part, or of everything what waits; the rest of the month is asked for after it. */
  first: PackedPage;
  today: string;
}

/** So many things are shown in a month at most. */
const most = 200;

/** The day that the keyboard was on when it left for another month: there it goes on. */
let carried: string | null = null;

/** The whole month, asked for once its first things stand: null until then. */
function useMonth({ month, part }: WorkState, first: WorkPage) {
  const [asked, setAsked] = useState<{ of: WorkPage; page: WorkPage | 'failed' } | null>(null);
  const whole = part !== null && first.next === null;
  const load = useCallback(
    async (signal?: AbortSignal) => {
      const days = weeksOf(month).flat();
      const input = { ...(part && { part }), from: days[0], to: days.at(-1), limit: most };
      const page = await request('GET /work', input, { signal }).catch(() => 'failed' as const);
      if (!signal?.aborted) setAsked({ of: first, page });
    },
    [month, part, first],
  );
  useEffect(() => {
    if (whole) return;
    const aborter = new AbortController();
    void load(aborter.signal);
    return () => aborter.abort();
  }, [whole, load]);
  const retry = () => {
    setAsked(null);
    void load();
  };
  return { page: whole ? first : asked?.of === first ? asked.page : null, retry };
}

/** My work by the day until which it is due: a month's page, or on a telephone its days one after the other. */
export function WorkCalendar({ state, first: packed, today }: WorkCalendarProps) {
  const first = usePage(packed);
  const router = useRouter();
  const { timeZone, locale } = useViewing();
  const { month, part } = state;
  const [arrived] = useState(() => (carried?.startsWith(month) ? carried : null));
  const [day, setDay] = useState(arrived ?? (today.startsWith(month) ? today : `${month}-01`));
  const [turn, setTurn] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const acting = useActing(() => setTurn((each) => each + 1));
  const counts = useWorkCounts(turn);
  const { page, retry } = useMonth(state, first);
  const shown = page === null || page === 'failed' ? first : page;
  const loading = page === null;
  const items = shown.rows.filter((item) => !acting.gone.has(workKey(item)));
  useWorkKeys({ container: box, items, acting });
  const days = byDueDay(items, timeZone);
  // Where not everything is shown, nothing can be said of the days from the last that is.
  const until = knownUntil(days, { all: part !== null || shown !== first, more: shown.next !== null });
  const beyond = loading ? 'loading' : page === 'failed' ? 'not loaded' : 'not shown';
  const addressOf = (to: string) => workAddress({ view: 'calendar', part, month: to });
  function leaf(by: number, from: string) {
    const to = addMonths(month, by);
    carried = sameDayIn(to, from);
    router.push(addressOf(to), { scroll: false });
  }
  return (
    <>
      <WorkHead state={state} counts={counts} />
      <div className="flex items-center gap-1 px-4 pt-3 md:px-6">
        <h2 className="mr-2 min-w-36 font-semibold text-base" aria-live="polite">
          {monthName(month)}
        </h2>
        {([-1, 1] as const).map((by) => (
          <Link
            key={by}
            href={addressOf(addMonths(month, by))}
            scroll={false}
            aria-label={by < 0 ? 'Previous month' : 'Next month'}
            data-tooltip={by < 0 ? 'Previous month' : 'Next month'}
            data-tooltip-keys={by < 0 ? 'PageUp' : 'PageDown'}
            className={buttonClasses('quiet', 'sm', 'aspect-square !px-0')}
          >
            {by < 0 ? <ChevronLeft aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
          </Link>
        ))}
        {!today.startsWith(month) && (
          <Link href={addressOf(today.slice(0, 7))} scroll={false} className={buttonClasses('secondary', 'sm', 'ml-1')}>
            This month
          </Link>
        )}
        {loading && (
          <span role="status" className="ml-2">
            <span className="sr-only">Loading the rest of the month</span>
            <Skeleton className="h-3 w-16" />
          </span>
        )}
      </div>
      {page === 'failed' && (
        <div className="px-4 pt-3 md:px-6">
          <Callout
            tone="danger"
            actions={
              <Button size="sm" onClick={retry}>
                Try again
              </Button>
            }
          >
            The rest of this month could not be loaded.
          </Callout>
        </div>
      )}
      {page !== null && page !== 'failed' && page.next && (
        <div className="px-4 pt-3 md:px-6">
          <Callout>
            More is due in this month than can be shown here: these are the first {page.rows.length}
            {until && `, up to ${longDay(until, locale)}`}. Choose a part to see less.
          </Callout>
        </div>
      )}
      <SoftLinks className="px-4 pt-3 pb-12 md:px-6">
        <MonthGrid
          month={month}
          today={today}
          days={days}
          until={until}
          beyond={beyond}
          day={day}
          focused={arrived !== null}
          onDay={setDay}
          onLeaf={leaf}
          onEnter={() => box.current?.querySelector<HTMLElement>('[data-work] a')?.focus()}
        />
        <div ref={box}>
          <Agenda month={month} today={today} days={days} until={until} beyond={beyond} day={day} acting={acting} />
        </div>
      </SoftLinks>
    </>
  );
}
