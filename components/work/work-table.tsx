'use client';

import { useRef, useState } from 'react';
import { SoftLinks } from '#components/insights/overview/soft-links.tsx';
import { Button } from '#components/ui/button.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewing } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import { workPartLabels, workThingLabels } from '#lib/insights/work/rules.ts';
import type { WorkItem, WorkPage } from '#lib/insights/work/schema.ts';
import { bucketLabels, byBucket } from './days.ts';
import { NoWork } from './nothing.tsx';
import { type PackedPage, usePage } from './packed-page.ts';
import type { WorkState } from './state.ts';
import { DueTime, dueTone } from './thing.tsx';
import { type Acting, useActing, useWorkCounts, useWorkKeys, workKey } from './use-work.ts';
import { WorkActions } from './work-actions.tsx';
import { WorkHead } from './work-head.tsx';

export interface WorkTableProps {
  state: WorkState;
  first: PackedPage;
  /** The present day in the viewer's zone. */
  today: string;
}

/** My work as a table, under headings of days; everything by keyboard. */
export function WorkTable({ state, first: packed, today }: WorkTableProps) {
  const first = usePage(packed);
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
            <table className="w-full work-rows border-collapse text-sm max-md:block md:table-fixed">
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
                <tbody key={bucket}>
                  <tr className="max-md:block">
                    <th
                      scope="rowgroup"
                      colSpan={acts ? 5 : 4}
                      className="border-b px-4 pt-5 pb-1.5 text-left font-medium text-muted text-xs max-md:block"
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

/** Few elements, for there are many rows: work-rows.css draws their cells. */
function WorkRow({ item, acting, acts, part }: RowProps) {
  const below = [part ? workPartLabels[item.part] : '', item.detail].filter(Boolean).join(' · ');
  return (
    <tr data-work={workKey(item)}>
      <td className={`what thing-${item.thing}`}>{workThingLabels[item.thing]}</td>
      <td className="title">
        <a href={item.href}>{item.title}</a>
        {below && <small>{below}</small>}
      </td>
      <td className="where">
        {item.asset ? (
          <a href={`/assets/${item.asset.id}`}>{item.asset.name}</a>
        ) : (
          <span className="text-faint">
            <span aria-hidden="true">–</span>
            <span className="sr-only">No asset</span>
          </span>
        )}
      </td>
      <td className="team">{item.teamName}</td>
      <td className={`due ${dueTone(item)}`}>
        <DueTime item={item} />
      </td>
      {acts && (
        <td className="act">
          <WorkActions item={item} acting={acting} />
        </td>
      )}
    </tr>
  );
}
