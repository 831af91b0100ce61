'use client';

import { Plus, X } from 'lucide-react';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Field } from '#components/ui/field.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Input } from '#components/ui/input.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import { addDays, dayOf } from '#lib/platform/day-rules.ts';
import type { NewCondition } from './written-decision.ts';

export const mostConditions = 20;

export interface ConditionsFieldsProps {
  reviewId: string;
  conditions: readonly NewCondition[];
  onChange: (conditions: readonly NewCondition[]) => void;
}

/** What is to be done, by whom and until when, line by line. */
export function ConditionsFields({ reviewId, conditions, onChange }: ConditionsFieldsProps) {
  const timeZone = useViewerTimeZone();
  const today = dayOf(new Date().toISOString(), timeZone);
  const change = (key: number, part: Partial<NewCondition>) =>
    onChange(conditions.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const add = () =>
    onChange([
      ...conditions,
      { key: Math.max(0, ...conditions.map(({ key }) => key)) + 1, title: '', owner: null, due: addDays(today, 14) },
    ]);
  const people = async (q: string, signal: AbortSignal): Promise<readonly OptionListItem[]> => {
    const found = await request('GET /reviews/{id}/mentionable', { id: reviewId, q, self: 'yes' }, { signal });
    return found.people.map((person) => ({ value: person.id, label: person.name, mark: <Avatar name={person.name} /> }));
  };
  return (
    <fieldset className="flex flex-col gap-2" data-field="tasks">
      <legend className="mb-1 font-medium text-sm">Conditions</legend>
      <p className="text-muted text-xs">The approval holds meanwhile. A condition that is missed opens the review again.</p>
      {conditions.map((condition, at) => (
        <div key={condition.key} className="flex flex-wrap items-end gap-2 rounded-md bg-surface p-2.5 ring-1 ring-line ring-inset">
          <Field label={`Condition ${at + 1}`} className="min-w-0 flex-1 basis-64">
            {(control) => (
              <Input
                {...control}
                maxLength={200}
                placeholder="What is to be done"
                value={condition.title}
                onChange={(event) => change(condition.key, { title: event.target.value })}
              />
            )}
          </Field>
          <Field label="By whom" className="w-44 max-sm:flex-1">
            {(control) => (
              <Combobox
                {...control}
                label={`By whom is condition ${at + 1} met`}
                value={condition.owner?.id ?? null}
                valueLabel={condition.owner?.name ?? <span className="text-faint">Choose</span>}
                options={people}
                onChange={(id, item) => change(condition.key, { owner: id && item ? { id, name: item.label } : null })}
              />
            )}
          </Field>
          <Field label="Until" className="w-36">
            {(control) => (
              <Input
                {...control}
                type="date"
                min={today}
                value={condition.due}
                onChange={(event) => change(condition.key, { due: event.target.value })}
                suppressHydrationWarning
              />
            )}
          </Field>
          <IconButton
            label={`Remove condition ${at + 1}`}
            className="mb-0.5"
            onClick={() => onChange(conditions.filter(({ key }) => key !== condition.key))}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      {conditions.length < mostConditions && (
        <Button size="sm" variant="quiet" className="self-start" icon={<Plus aria-hidden="true" />} onClick={add}>
          Add a condition
        </Button>
      )}
    </fieldset>
  );
}
