'use client';

import { useId, useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import {
  cleanRule,
  type MonthDay,
  monthLabels,
  nthLabels,
  nths,
  type Recurrence,
  recurrenceOf,
  ruleOf,
  type Unit,
  units,
  type Weekday,
  weekdayLabels,
  weekdays,
} from '#lib/reviews/schedules/rules.ts';

export interface RuleFieldsProps {
  rule: string;
  error: string | null;
  onChange: (rule: string) => void;
}

const usual: Recurrence = { unit: 'quarter', every: 1, on: { by: 'weekday', nth: 1, weekday: 'MO' } };

/** How often: in plain words, or as RFC 5545 writes it. */
export function RuleFields({ rule, error, onChange }: RuleFieldsProps) {
  const plain = recurrenceOf(rule);
  const [raw, setRaw] = useState(plain === null);
  const name = useId();
  const recurrence = plain ?? usual;
  return (
    <div data-field="rule" className="flex flex-col gap-3">
      <RadioGroup
        name={name}
        legend="How often"
        inline
        value={raw ? 'raw' : 'plain'}
        onChange={(value) => {
          setRaw(value === 'raw');
          if (value === 'plain' && !plain) onChange(ruleOf(usual));
        }}
        options={[
          { value: 'plain', label: 'In plain words' },
          { value: 'raw', label: 'As a rule of RFC 5545' },
        ]}
      />
      {raw ? (
        <Field label="Rule" hint="Such as FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO. The time of day is that of the start." error={error}>
          {(control) => (
            <Input
              {...control}
              mono
              maxLength={500}
              value={rule}
              onChange={(event) => onChange(event.target.value)}
              onBlur={() => onChange(cleanRule(rule))}
            />
          )}
        </Field>
      ) : (
        <>
          <PlainRule recurrence={recurrence} onChange={(next) => onChange(ruleOf(next))} />
          {error && <p className="text-critical-ink text-xs">{error}</p>}
        </>
      )}
    </div>
  );
}

const unitLabels = (every: number) => units.map((unit) => ({ value: unit, label: every === 1 ? unit : `${unit}s` }));

function PlainRule({ recurrence, onChange }: { recurrence: Recurrence; onChange: (recurrence: Recurrence) => void }) {
  const { every, unit } = recurrence;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <span>Every</span>
        <Input
          type="number"
          aria-label="Every how many"
          className="!w-18"
          min={1}
          max={99}
          value={every}
          onChange={(event) => onChange({ ...recurrence, every: Math.max(1, Math.min(99, event.target.valueAsNumber || 1)) })}
        />
        <span className="w-32">
          <Select
            aria-label="Weeks, months, quarters or years"
            value={unit}
            options={unitLabels(every)}
            onChange={(event) => onChange(ofUnit(recurrence, event.target.value as Unit))}
          />
        </span>
        <span>on</span>
      </div>
      {recurrence.unit === 'week' ? (
        <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
          <legend className="sr-only">Days of the week</legend>
          {weekdays.map((day) => (
            <Checkbox
              key={day}
              label={weekdayLabels[day]}
              checked={recurrence.weekdays.includes(day)}
              onChange={() => onChange({ ...recurrence, weekdays: turned(recurrence.weekdays, day) })}
            />
          ))}
        </fieldset>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <DayOfMonth on={recurrence.on} onChange={(on) => onChange({ ...recurrence, on })} />
          {recurrence.unit === 'year' && (
            <>
              <span>of</span>
              <span className="w-36">
                <Select
                  aria-label="Month"
                  value={String(recurrence.month)}
                  options={monthLabels.map((label, at) => ({ value: String(at + 1), label }))}
                  onChange={(event) => onChange({ ...recurrence, month: Number(event.target.value) })}
                />
              </span>
            </>
          )}
        </div>
      )}
      {unit === 'quarter' && <p className="text-muted text-xs">Three months each, counted from the month of the start.</p>}
    </div>
  );
}

/** At least one day stays. */
const turned = (days: readonly Weekday[], day: Weekday): readonly Weekday[] => {
  const next = days.includes(day) ? days.filter((each) => each !== day) : [...days, day];
  return next.length > 0 ? next : days;
};

function ofUnit(recurrence: Recurrence, unit: Unit): Recurrence {
  const { every } = recurrence;
  const on: MonthDay = recurrence.unit === 'week' ? { by: 'weekday', nth: 1, weekday: recurrence.weekdays[0] ?? 'MO' } : recurrence.on;
  if (unit === 'week') return { unit, every, weekdays: [on.by === 'weekday' ? on.weekday : 'MO'] };
  if (unit === 'year') return { unit, every, month: recurrence.unit === 'year' ? recurrence.month : 1, on };
  return { unit, every, on };
}

function DayOfMonth({ on, onChange }: { on: MonthDay; onChange: (on: MonthDay) => void }) {
  const which = on.by === 'weekday' ? String(on.nth) : 'day';
  const ordinals = nths.map((nth) => ({ value: String(nth), label: `the ${nthLabels[nth]}` }));
  return (
    <>
      <span className="w-36">
        <Select
          aria-label="Which day"
          value={which}
          options={[...ordinals, { value: 'day', label: 'a day by number' }]}
          onChange={(event) =>
            onChange(
              event.target.value === 'day'
                ? { by: 'day', day: 1 }
                : { by: 'weekday', nth: Number(event.target.value), weekday: on.by === 'weekday' ? on.weekday : 'MO' },
            )
          }
        />
      </span>
      <span className="w-36">
        {on.by === 'weekday' ? (
          <Select
            aria-label="Day of the week"
            value={on.weekday}
            options={weekdays.map((day) => ({ value: day, label: weekdayLabels[day] }))}
            onChange={(event) => onChange({ ...on, weekday: event.target.value as Weekday })}
          />
        ) : (
          <Select
            aria-label="Day of the month"
            value={String(on.day)}
            options={[
              ...Array.from({ length: 31 }, (_, at) => ({ value: String(at + 1), label: String(at + 1) })),
              { value: '-1', label: 'the last day' },
            ]}
            onChange={(event) => onChange({ by: 'day', day: Number(event.target.value) })}
          />
        )}
      </span>
    </>
  );
}
