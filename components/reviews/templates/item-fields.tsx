'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Field } from '#components/ui/field.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { evidenceLabels, evidenceNeeds } from '#lib/reviews/rules.ts';
import type { ChecklistItem } from '#lib/reviews/schema.ts';

export interface ItemFieldsProps {
  item: ChecklistItem;
  at: number;
  count: number;
  controls: readonly OptionListItem[];
  errorOf: (field: string) => string | null;
  onChange: (part: Partial<ChecklistItem>) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

/** One question of a checklist, to be written. Alt with an arrow moves it among the others. */
export function ItemFields({ item, at, count, controls, errorOf, onChange, onMove, onRemove }: ItemFieldsProps) {
  const place = `items.${at}`;
  const field = (name: string) => ({ name: `${place}.${name}`, error: errorOf(`${place}.${name}`) });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || step === 0) return;
    event.preventDefault();
    onMove(at + step);
  };
  const named = item.question || `question ${at + 1}`;
  return (
    <fieldset data-item={item.id} onKeyDown={onKeyDown} className="flex min-w-0 gap-3 border-t py-4">
      <legend className="sr-only">Question {at + 1}</legend>
      <span aria-hidden="true" className="w-5 shrink-0 pt-7 text-right text-faint text-sm tabular-nums">
        {at + 1}.
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <Field label="Question" {...field('question')} required>
          {(control) => (
            <Input
              {...control}
              data-question
              maxLength={300}
              value={item.question}
              onChange={(event) => onChange({ question: event.target.value })}
            />
          )}
        </Field>
        <Field label="Guidance" {...field('guidance')} optional>
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={4000}
              value={item.guidance}
              onChange={(event) => onChange({ guidance: event.target.value })}
            />
          )}
        </Field>
        <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
          <Field label="Evidence" {...field('evidence')} className="w-44">
            {(control) => (
              <Select
                {...control}
                value={item.evidence}
                options={evidenceNeeds.map((need) => ({ value: need, label: evidenceLabels[need] }))}
                onChange={(event) => onChange({ evidence: event.target.value as ChecklistItem['evidence'] })}
              />
            )}
          </Field>
          <Field label="A yes verifies" {...field('control')} className="w-64 max-w-full">
            {(control) => (
              <Combobox
                {...control}
                label="Control"
                value={item.control}
                options={controls}
                noneLabel="No control"
                onChange={(value) => onChange({ control: value })}
              />
            )}
          </Field>
          <Checkbox
            className="pt-6"
            label="An approval needs an answer"
            checked={item.required}
            onChange={() => onChange({ required: !item.required })}
          />
        </div>
        {errorOf(`${place}.id`) && <p className="text-critical-ink text-xs">{errorOf(`${place}.id`)}</p>}
      </div>
      <div className="flex shrink-0 flex-col gap-1 pt-5">
        <IconButton label={`Move up: ${named}`} shortcut="Alt ↑" disabled={at === 0} onClick={() => onMove(at - 1)}>
          <ArrowUp aria-hidden="true" />
        </IconButton>
        <IconButton label={`Move down: ${named}`} shortcut="Alt ↓" disabled={at === count - 1} onClick={() => onMove(at + 1)}>
          <ArrowDown aria-hidden="true" />
        </IconButton>
        <IconButton label={`Remove: ${named}`} onClick={onRemove}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
    </fieldset>
  );
}
