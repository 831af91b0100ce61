'use client';

import { useRef, useState } from 'react';
import { SoftLinks } from '#components/insights/overview/soft-links.tsx';
import { Button } from '#components/ui/button.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewing } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import { workPartLabels } from '#lib/insights/work/rules.ts';
import type { WorkItem, WorkPage } from '#lib/insights/work/schema.ts';
import { bucketLabels, byBucket } from './days.ts';
import { NoWork } from './nothing.tsx';
import type { WorkState } from './state.ts';
import { DueTime, ThingMark } from './thing.tsx';
import { type Acting, useActing, useWorkCounts, useWorkKeys, workKey } from './use-work.ts';
import { WorkActions } from './work-actions.tsx';
import { WorkHead } from './work-head.tsx';

export interface WorkTableProps {
  state: WorkState;
  first: WorkPage;
  /** The present day in the viewer's zone. */
  today: string;
}

/** My work as a table, under headings of days; everything by keyboard. */
export function WorkTable({ state, first, today }: WorkTableProps) {
  const { timeZone } = useViewing();
  const [turn, setTurn] = useState(0);
  const [more, setMore] = useState<WorkPage | null>(null);
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const acting = useActing(() => setTurn((each) => each + 1));
  const counts = useWorkCounts(turn);
  const known = new Set(first.rows.map(workKey));
  const items = [...first.rows, ...(more?.rows.filter((each) => !known.has(workKey(each))) ?? [])].filter(
    (each) => !acting.gone.has(workKey(each)),
  );
  const next = more ? more.next : first.next;
  useWorkKeys({ container: box, items, acting });
  async function loadMore() {
    if (!next) return;
    setBusy(true);
    try {
      const page = await request('GET /work', { ...(state.part && { part: state.part }), after: next });
      setMore({ rows: [...(more?.rows ?? []), ...page.rows], next: page.next });
    } catch (error) {
      showToast('The next could not be loaded.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });
    } finally {
      setBusy(false);
    }
  }
  const acts = items.some(({ seat, version }) => seat !== null || version !== null);
  return (
    <>
      <WorkHead state={state} counts={counts} />
      {items.length === 0 ? (
        <NoWork part={state.part} />
      ) : (
        <SoftLinks className="pb-12">
          <div ref={box}>
            <table className="w-full border-collapse text-sm max-md:block md:table-fixed">
              <caption className="sr-only">
                {state.part ? workPartLabels[state.part] : 'Everything'}, by the day until which it is due
              </caption>
              <colgroup>
                <col className="w-40 max-md:hidden" />
                <col />
                <col className="w-1/5 max-md:hidden" />
                <col className="w-1/6 max-lg:hidden" />
                <col className="w-28" />
                {acts && <col className="w-28" />}
              </colgroup>
              <thead className="sr-only">
                <tr>
                  <th scope="col">What</th>
                  <th scope="col">Title</th>
                  <th scope="col">Asset</th>
                  <th scope="col">Team</th>
                  <th scope="col">Due</th>
                  {acts && <th scope="col">Action</th>}
                </tr>
              </thead>
              {byBucket(items, today, timeZone).map(({ bucket, items: within }) => (
                <tbody key={bucket} className="max-md:block">
                  <tr className="max-md:block">
                    <th
                      scope="rowgroup"
                      colSpan={acts ? 5 : 4}
                      className="border-b px-4 pt-5 pb-1.5 text-left font-medium text-muted text-xs max-md:block md:px-6"
                    >
                      {bucketLabels[bucket]}
                    </th>
                    <td className="border-b max-lg:hidden" />
                  </tr>
                  {within.map((item) => (
                    <WorkRow key={workKey(item)} item={item} acting={acting} acts={acts} part={state.part === null} />
                  ))}
                </tbody>
              ))}
            </table>
            {next && (
              <Button className="mt-4 ml-4 md:ml-6" busy={busy} onClick={loadMore}>
                Load more
              </Button>
            )}
          </div>
        </SoftLinks>
      )}
    </>
  );
}

type RowProps = { item: WorkItem; acting: Acting; acts: boolean; part: boolean };

function WorkRow({ item, acting, acts, part }: RowProps) {
  const below = [part ? workPartLabels[item.part] : '', item.detail].filter(Boolean).join(' · ');
  return (
    <tr data-work={workKey(item)} className="border-b align-top hover:bg-hover max-md:flex">
      <td className="py-2 pl-4 max-md:hidden md:pl-6">
        <ThingMark thing={item.thing} />
      </td>
      <td className="min-w-0 py-2 pr-4 max-md:flex-1 max-md:pl-4">
        <span className="flex items-start gap-1.5">
          <span className="mt-0.5 md:hidden">
            <ThingMark thing={item.thing} wordless />
          </span>
          <a href={item.href} className="focus-ring line-clamp-2 min-w-0 break-words rounded-sm font-medium hover:underline">
            {item.title}
          </a>
        </span>
        {below && <span className="line-clamp-1 break-words text-muted text-xs">{below}</span>}
        <span className="block truncate text-muted text-xs md:hidden">{[item.asset?.name, item.teamName].filter(Boolean).join(' · ')}</span>
      </td>
      <td className="truncate py-2 pr-4 max-md:hidden">
        {item.asset ? (
          <a href={`/assets/${item.asset.id}`} className="focus-ring rounded-sm hover:underline">
            {item.asset.name}
          </a>
        ) : (
          <span className="text-faint">
            <span aria-hidden="true">–</span>
            <span className="sr-only">No asset</span>
          </span>
        )}
      </td>
      <td className="truncate py-2 pr-4 text-muted max-lg:hidden">{item.teamName}</td>
      <td className="shrink-0 py-2 pr-4 text-right md:pr-6">
        <DueTime item={item} />
      </td>
      {acts && (
        <td className="shrink-0 py-1.5 pr-4 text-right empty:max-md:hidden md:pr-6">
          <WorkActions item={item} acting={acting} />
        </td>
      )}
    </tr>
  );
}
