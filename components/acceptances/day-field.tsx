'use client';

import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { addDays, dayOf } from '#lib/platform/day-rules.ts';
import { daysOpen } from '#lib/risks/acceptances/rules.ts';

export interface DayFieldProps {
  /** A day, or empty while none is chosen. */
  day: string;
  onChange: (day: string) => void;
  error?: string | null;
  hint?: string;
  /** The last day, where it is sooner than a year from today. */
  latest?: string;
  /** Offers usual lengths beside the calendar. */
  lengths?: boolean;
}

const usual = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 180, label: '180 days' },
];

/** Until when a risk is accepted: to the end of a day in the viewer's zone, tomorrow at the earliest, a year at the most. */
export function DayField({ day, onChange, error, hint, latest, lengths = false }: DayFieldProps) {
  const timeZone = useViewerTimeZone();
  const { first, last } = daysOpen(new Date(), timeZone);
  const today = dayOf(new Date().toISOString(), timeZone);
  return (
    <Field
      label="Until"
      name="until"
      required
      error={error}
      hint={hint ?? 'It ends by itself at the end of that day; people are told two weeks before.'}
    >
      {(control) => (
        <div className="flex flex-wrap items-center gap-1.5">
          <Input
            {...control}
            type="date"
            className="!w-40"
            min={first}
            max={latest && latest < last ? latest : last}
            value={day}
            onChange={(event) => onChange(event.target.value)}
            suppressHydrationWarning
          />
          {lengths &&
            usual.map(({ days, label }) => (
              <Button key={days} size="sm" variant="quiet" onClick={() => onChange(addDays(today, days))}>
                {label}
                <span className="sr-only"> from today</span>
              </Button>
            ))}
        </div>
      )}
    </Field>
  );
}
