'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { SoftLinks } from '#components/insights/overview/soft-links.tsx';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { request } from '#lib/client.ts';
import { type WorkPart, workPartLabels, workParts, workPartWords } from '#lib/insights/work/rules.ts';
import type { WorkItem, WorkPage } from '#lib/insights/work/schema.ts';
import { type PackedPage, usePage } from './packed-page.ts';
import { type WorkState, workAddress } from './state.ts';
import { DueTime, dueTone, ThingMark } from './thing.tsx';
import { type Acting, useActing, useWorkCounts, useWorkKeys, workKey } from './use-work.ts';
import { countWords } from './words.ts';
import { WorkActions } from './work-actions.tsx';
import { WorkHead } from './work-head.tsx';

export interface WorkBoardProps {
  state: WorkState;
  /** The column of what waits; the others are asked for after it, so many cards of each. */
  waiting: PackedPage;
  limit: number;
}

/** My work as a board: a column for each part, what is due first at its top. */
export function WorkBoard({ state, waiting, limit }: WorkBoardProps) {
  const [turn, setTurn] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const acting = useActing(() => setTurn((each) => each + 1));
  const counts = useWorkCounts(turn);
  const { pages, retry } = useColumns(usePage(waiting), limit);
  useWorkKeys({ container: box, items: Object.values(pages).flatMap((page) => (page === 'failed' ? [] : page.rows)), acting });
  return (
    <>
      <WorkHead state={state} counts={counts} />
      <SoftLinks>
        {/* The board scrolls sideways: with the keyboard, too. */}
        <section ref={box} aria-label="Board" className="flex gap-3 overflow-x-auto border-t px-4 pt-4 pb-8 md:px-6">
          {workParts.map((part) => (
            <section key={part} data-column={part} aria-labelledby={`column-${part}`} className="flex w-72 shrink-0 flex-col">
              <h2 id={`column-${part}`} className="flex items-baseline gap-2 font-semibold text-sm" title={workPartWords[part]}>
                {workPartLabels[part]}
                {counts && (
                  <span className="rounded-sm bg-sunken px-1 font-normal text-muted text-xs">
                    {countWords(counts.counts[part], counts.most)}
                  </span>
                )}
              </h2>
              <Column part={part} page={pages[part]} acting={acting} onRetry={() => retry(part)} />
            </section>
          ))}
        </section>
      </SoftLinks>
    </>
  );
}

/** The pages of the columns: what stood at first as it is, the others once they were asked for, or `failed`. */
function useColumns(waiting: WorkPage, limit: number) {
  const [asked, setAsked] = useState<Partial<Record<WorkPart, WorkPage | 'failed'>>>({});
  const load = useCallback(
    async (part: WorkPart, signal?: AbortSignal) => {
      const page = await request('GET /work', { part, limit }, { signal }).catch(() => 'failed' as const);
      if (!signal?.aborted) setAsked((some) => ({ ...some, [part]: page }));
    },
    [limit],
  );
  useEffect(() => {
    const aborter = new AbortController();
    for (const part of workParts) if (part !== 'waiting') void load(part, aborter.signal);
    return () => aborter.abort();
  }, [load]);
  const retry = (part: WorkPart) => {
    setAsked(({ [part]: _, ...rest }) => rest);
    void load(part);
  };
  return { pages: { ...asked, waiting }, retry };
}

type ColumnProps = { part: WorkPart; page: WorkPage | 'failed' | undefined; acting: Acting; onRetry: () => void };

function Column({ part, page, acting, onRetry }: ColumnProps) {
  if (page === undefined)
    return (
      <div aria-busy="true" className="mt-2 flex flex-col gap-2">
        <span className="sr-only">Loading</span>
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
      </div>
    );
  if (page === 'failed')
    return (
      <div role="alert" className="mt-2 rounded-md border border-dashed px-3 py-4 text-muted text-xs">
        <p>This part could not be loaded.</p>
        <Button size="sm" className="mt-2" onClick={onRetry}>
          Try again
        </Button>
      </div>
    );
  const shown = page.rows.filter((item) => !acting.gone.has(workKey(item)));
  return (
    <>
      {shown.length === 0 ? (
        <p className="mt-2 rounded-md border border-dashed px-3 py-4 text-muted text-xs">Nothing. {workPartWords[part]}</p>
      ) : (
        <ul className="mt-2 flex flex-col gap-2">
          {shown.map((item) => (
            <Card key={workKey(item)} item={item} acting={acting} />
          ))}
        </ul>
      )}
      {page.next && (
        <a
          href={workAddress({ view: 'table', part })}
          className="focus-ring mt-2 self-start rounded-sm text-accent-ink text-sm hover:underline"
        >
          All of them<span className="sr-only">: {workPartLabels[part]}</span>
        </a>
      )}
    </>
  );
}

function Card({ item, acting }: { item: WorkItem; acting: Acting }) {
  return (
    <li data-work={workKey(item)} className="relative rounded-md border bg-surface px-3 py-2.5 text-sm hover:bg-hover">
      <span className="flex items-center justify-between gap-2 text-xs">
        <ThingMark thing={item.thing} />
        <span className={dueTone(item)}>
          <DueTime item={item} />
        </span>
      </span>
      <a
        href={item.href}
        className="focus-ring mt-1 line-clamp-3 break-words rounded-sm font-medium after:absolute after:inset-0 after:rounded-md"
      >
        {item.title}
      </a>
      {item.detail && <p className="mt-0.5 line-clamp-2 break-words text-muted text-xs">{item.detail}</p>}
      <p className="mt-1 truncate text-muted text-xs">{[item.asset?.name, item.teamName].filter(Boolean).join(' · ')}</p>
      {(item.seat !== null || item.version !== null) && (
        <div className="relative z-[1] mt-2">
          <WorkActions item={item} acting={acting} />
        </div>
      )}
    </li>
  );
}
