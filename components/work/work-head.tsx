'use client';

import { CalendarDays, CalendarPlus, Columns3, Rows3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { PageHeader } from '#components/layout/page-header.tsx';
import { rememberInCookie } from '#components/layout/theme.ts';
import { classNames } from '#components/ui/class-names.ts';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { workPartLabels, workParts } from '#lib/insights/work/rules.ts';
import type { WorkCounts } from '#lib/insights/work/schema.ts';
import { type WorkState, type WorkView, workAddress, workViewCookie, workViewLabels, workViews } from './state.ts';
import { countWords } from './words.ts';

const pictures: Record<WorkView, ReactNode> = {
  table: <Rows3 aria-hidden="true" />,
  board: <Columns3 aria-hidden="true" />,
  calendar: <CalendarDays aria-hidden="true" />,
};

/** The title, the choice of a view, and the parts with how much is in each. */
export function WorkHead({ state, counts }: { state: WorkState; counts: WorkCounts | null }) {
  const { view, part, month } = state;
  return (
    <>
      <PageHeader
        title="My work"
        actions={
          <>
            <nav aria-label="View" className="flex rounded-md bg-sunken p-0.5">
              {workViews.map((each) => (
                <Link
                  key={each}
                  href={workAddress({ view: each })}
                  aria-current={each === view ? 'page' : undefined}
                  onClick={() => rememberInCookie(workViewCookie, each)}
                  className={classNames(
                    'focus-ring flex h-7 items-center gap-1.5 rounded-sm px-2 text-sm transition-colors duration-100 [&_svg]:size-4',
                    each === view ? 'bg-surface font-medium text-ink ring-1 ring-line' : 'text-muted hover:text-ink',
                  )}
                >
                  {pictures[each]}
                  <span className="max-sm:sr-only">{workViewLabels[each]}</span>
                </Link>
              ))}
            </nav>
            {view === 'calendar' && (
              <LinkButton href="/settings/calendar" icon={<CalendarPlus aria-hidden="true" />} compact>
                Subscribe
              </LinkButton>
            )}
          </>
        }
      />
      {view !== 'board' && (
        <Tabs
          label="Parts of my work"
          className="px-3 md:px-5"
          tabs={[...workParts, null].map((each) => ({
            href: workAddress({ view, part: each, month }),
            label: each === null ? 'Everything' : workPartLabels[each],
            count: each === null || !counts ? undefined : countWords(counts.counts[each], counts.most),
            current: each === part,
          }))}
        />
      )}
    </>
  );
}
