'use client';

import { useRouter } from 'next/navigation';
import { type RefObject, useEffect, useState } from 'react';
import { useShortcuts } from '#components/layout/use-shortcuts.ts';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { WorkCounts, WorkItem } from '#lib/insights/work/schema.ts';

export const workKey = ({ part, thing, id }: Pick<WorkItem, 'part' | 'thing' | 'id'>): string => `${part} ${thing} ${id}`;

const failed = (error: unknown) =>
  showToast('That could not be done.', { tone: 'danger', detail: error instanceof Error ? error.message : undefined });

export interface Acting {
  busy: string | null;
  /** What was acted upon and is gone from its part. */
  gone: ReadonlySet<string>;
  /** Whether it was done; why not, was told. */
  claim: (item: WorkItem) => Promise<boolean>;
  finish: (item: WorkItem) => Promise<boolean>;
}

/** Claiming a seat and meeting a condition, from wherever it is shown. */
export function useActing(onActed: () => void): Acting {
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const put = (item: WorkItem, away: boolean) =>
    setGone((some) => new Set(away ? [...some, workKey(item)] : [...some].filter((each) => each !== workKey(item))));

  async function act(item: WorkItem, work: () => Promise<void>): Promise<boolean> {
    if (busy !== null) return false;
    setBusy(workKey(item));
    try {
      await work();
      onActed();
      return true;
    } catch (error) {
      failed(error);
      return false;
    } finally {
      setBusy(null);
    }
  }
  return {
    busy,
    gone,
    claim: (item) =>
      act(item, async () => {
        if (!item.seat) return;
        await request('POST /reviews/{id}/seats/{seat}/claim', { id: item.id, seat: item.seat });
        put(item, true);
        showToast('Claimed: it waits for you now.', { tone: 'good', action: { label: 'Open', run: () => router.push(item.href) } });
      }),
    finish: (item) =>
      act(item, async () => {
        if (item.version === null) return;
        const { task } = await request('POST /reviews/{id}/tasks/{task}/done', { id: item.within, task: item.id, version: item.version });
        put(item, true);
        const undo = async () => {
          try {
            await request('POST /reviews/{id}/tasks/{task}/undone', { id: item.within, task: item.id, version: task.version });
            put(item, false);
            onActed();
            router.refresh();
          } catch (error) {
            failed(error);
          }
        };
        showToast(`Done: ${item.title}`, { tone: 'good', action: { label: 'Undo', run: undo } });
      }),
  };
}

/** How much is in each part, asked for once the page stands and whenever `turn` changes; null until then. */
export function useWorkCounts(turn: number): WorkCounts | null {
  const [counts, setCounts] = useState<WorkCounts | null>(null);
  useEffect(() => {
    if (turn < 0) return;
    const aborter = new AbortController();
    request('GET /work/counts', {}, { signal: aborter.signal }).then(setCounts, () => undefined);
    return () => aborter.abort();
  }, [turn]);
  return counts;
}

const things = (within: Element | null) => [...(within?.querySelectorAll<HTMLElement>('[data-work]') ?? [])];
/** Where among them the keyboard is; -1 where on none. */
const placeIn = (some: readonly HTMLElement[]) => some.findIndex((each) => each.contains(document.activeElement));
const here = () => document.activeElement?.closest<HTMLElement>('[data-work]') ?? null;

export interface WorkKeys {
  container: RefObject<HTMLElement | null>;
  items: readonly WorkItem[];
  acting: Acting;
}

/** j and k through what is shown, h and l from column to column, Enter opens, c claims, x meets a condition. */
export function useWorkKeys({ container, items, acting }: WorkKeys): void {
  const focus = (element: HTMLElement | null | undefined) => {
    element?.querySelector<HTMLElement>('a')?.focus();
    element?.scrollIntoView({ block: 'nearest' });
  };
  const move = (by: 1 | -1) => {
    const column = here()?.closest('[data-column]') ?? container.current;
    const all = things(column);
    const at = placeIn(all);
    focus(all[at < 0 ? (by === 1 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))]);
  };
  const across = (by: 1 | -1) => {
    const columns = [...(container.current?.querySelectorAll('[data-column]') ?? [])].filter((each) => things(each).length > 0);
    const column = here()?.closest('[data-column]');
    const row = placeIn(things(column ?? null));
    const to = columns[column ? columns.indexOf(column) + by : by === 1 ? 0 : columns.length - 1];
    const all = things(to ?? null);
    focus(all[Math.min(Math.max(row, 0), all.length - 1)]);
  };
  const current = () => items.find((item) => workKey(item) === here()?.dataset['work']);
  const act = (work: (item: WorkItem) => Promise<boolean>) => () => {
    const item = current();
    if (!item) return;
    const all = things(container.current);
    const next = all[placeIn(all) + 1] ?? all.at(-2);
    void work(item).then((done) => done && focus(next));
  };
  const group = 'My work';
  const when = () => here() !== null;
  const inColumns = () => container.current?.querySelector('[data-column]') != null;
  useShortcuts([
    { keys: 'j', label: 'Next', group, run: () => move(1) },
    { keys: 'k', label: 'Previous', group, run: () => move(-1) },
    { keys: 'ArrowDown', label: 'Next', group, when, unlisted: true, run: () => move(1) },
    { keys: 'ArrowUp', label: 'Previous', group, when, unlisted: true, run: () => move(-1) },
    { keys: 'Enter', label: 'Open', group, when, run: () => here()?.querySelector('a')?.click() },
    { keys: 'c', label: 'Claim the review', group, when: () => current()?.seat != null, run: act(acting.claim) },
    { keys: 'x', label: 'Mark the condition as done', group, when: () => current()?.version != null, run: act(acting.finish) },
    { keys: 'l', label: 'Next column', group, when: inColumns, unlisted: !inColumns(), run: () => across(1) },
    { keys: 'h', label: 'Previous column', group, when: inColumns, unlisted: !inColumns(), run: () => across(-1) },
  ]);
}
