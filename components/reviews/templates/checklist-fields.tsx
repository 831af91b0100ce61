'use client';

import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import type { ChecklistItem } from '#lib/reviews/schema.ts';
import { itemIdOf } from '#lib/reviews/templates/rules.ts';
import { ItemFields } from './item-fields.tsx';

export interface ChecklistFieldsProps {
  items: readonly ChecklistItem[];
  controls: readonly OptionListItem[];
  errorOf: (field: string) => string | null;
  onChange: (items: readonly ChecklistItem[]) => void;
}

const most = 60;

/** The questions of a template: written, added, moved and removed by hand or by keyboard. What moves keeps the focus, and is said aloud. */
export function ChecklistFields({ items, controls, errorOf, onChange }: ChecklistFieldsProps) {
  const [said, setSaid] = useState('');
  const [focused, setFocused] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!focused) return;
    list.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(focused)}"] [data-question]`)?.focus();
    setFocused(null);
  }, [focused]);
  function move(at: number, to: number) {
    const item = items[at];
    if (!item || to < 0 || to >= items.length) return;
    const others = items.toSpliced(at, 1);
    onChange(others.toSpliced(to, 0, item));
    setSaid(`Question ${at + 1} is now ${to + 1} of ${items.length}.`);
    setFocused(item.id);
  }
  function remove(at: number) {
    onChange(items.toSpliced(at, 1));
    setSaid(`Question ${at + 1} is removed.`);
    setFocused((items[at + 1] ?? items[at - 1])?.id ?? null);
  }
  function add() {
    const id = itemIdOf(
      `question ${items.length + 1}`,
      items.map((item) => item.id),
    );
    onChange([...items, { id, question: '', guidance: '', required: true, evidence: 'none', control: null }]);
    setFocused(id);
  }
  return (
    <section aria-label="Checklist" data-field="items">
      <h2 className="font-semibold">Checklist</h2>
      <p className="text-muted text-sm">
        Ask so that yes is the good answer; say in the guidance how to look, and what would not be enough.
      </p>
      {errorOf('items') && <p className="mt-1 text-critical-ink text-xs">{errorOf('items')}</p>}
      <div ref={list} className="mt-2">
        {items.map((item, at) => (
          <ItemFields
            key={item.id}
            item={item}
            at={at}
            count={items.length}
            controls={controls}
            errorOf={errorOf}
            onChange={(part) => onChange(items.map((each, index) => (index === at ? { ...each, ...part } : each)))}
            onMove={(to) => move(at, to)}
            onRemove={() => remove(at)}
          />
        ))}
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      {items.length < most && (
        <Button icon={<Plus aria-hidden="true" />} onClick={add}>
          Add a question
        </Button>
      )}
    </section>
  );
}
