'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { type Stage, stageLabels } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import type { BoardCard, BoardQuery, BoardColumn as Column } from '#lib/gates/board/schema.ts';
import { BoardCardView } from './board-card.tsx';

export interface BoardColumnProps {
  stage: Stage;
  first: Column;
  /** How many stand there; null where nobody counted. */
  count: number | null;
  query: BoardQuery;
  /** Only some of those that stand there are shown: what gates say is asked for. */
  narrowed: boolean;
  onPromote: (card: BoardCard) => void;
}

/** One stage of the board, by name; more is loaded when asked for. */
export function BoardColumnView({ stage, first, count, query, narrowed, onPromote }: BoardColumnProps) {
  const [more, setMore] = useState<Column | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  const cards = [...first.cards, ...(more?.cards ?? [])];
  const next = more ? more.next : first.next;
  async function load() {
    if (!next) return;
    setBusy(true);
    setFailed('');
    try {
      const page = await request('GET /gates/board', { ...query, stage, after: next });
      setMore((before) => ({ cards: [...(before?.cards ?? []), ...page.cards], next: page.next }));
    } catch (error) {
      setFailed(error instanceof Error ? error.message : 'More could not be loaded.');
    }
    setBusy(false);
  }
  return (
    <section aria-label={stageLabels[stage]} className="flex min-w-0 flex-col gap-2 md:w-72 md:shrink-0" data-stage={stage}>
      <h2 className="flex items-baseline gap-2 font-semibold text-sm">
        {stageLabels[stage]}
        {count !== null && (
          <span className="font-normal text-muted tabular-nums" title={narrowed ? 'All that stand here' : undefined}>
            {count.toLocaleString('en')}
          </span>
        )}
      </h2>
      <ul className="flex flex-col gap-2">
        {cards.map((card) => (
          <li key={card.id}>
            <BoardCardView card={card} onPromote={() => onPromote(card)} />
          </li>
        ))}
      </ul>
      {cards.length === 0 && (
        <p className="rounded-md border border-dashed px-2.5 py-3 text-muted text-xs">
          {narrowed && next ? 'None among the first ones.' : 'Nothing here.'}
        </p>
      )}
      {failed && (
        <p role="alert" className="text-critical-ink text-xs">
          {failed}
        </p>
      )}
      {next && (
        <Button size="sm" variant="quiet" busy={busy} onClick={load}>
          {narrowed ? 'Look further' : 'Load more'}
          <span className="sr-only"> of {stageLabels[stage]}</span>
        </Button>
      )}
    </section>
  );
}
