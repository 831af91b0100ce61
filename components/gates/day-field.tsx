'use client';

import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { daysOpen } from '#lib/gates/waivers/rules.ts';
import { addDays, dayOf } from '#lib/platform/day-rules.ts';

export interface DayFieldProps {
  /** A day, or empty while none is chosen. */
  day: string;
  onChange: (day: string) => void;
  error?: string | null;
  hint: string;
  /** The last day, where it is sooner than 90 days from today. */
  latest?: string;
  /** Offers usual lengths beside the calendar. */
  lengths?: boolean;
}

const usual = [14, 30, 90];

/** Until when a requirement is waived: to the end of a day in the viewer's zone, tomorrow at the earliest, 90 days at the most. */
export function DayField({ day, onChange, error, hint, latest, lengths = false }: DayFieldProps) {
  const timeZone = useViewerTimeZone();
  const { first, last } = daysOpen(new Date(), timeZone);
  const today = dayOf(new Date().toISOString(), timeZone);
  return (
    <Field label="Until" name="until" required error={error} hint={hint}>
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
            usual.map((days) => (
              <Button key={days} size="sm" variant="quiet" onClick={() => onChange(addDays(today, days))}>
                {days} days<span className="sr-only"> from today</span>
              </Button>
            ))}
        </div>
      )}
    </Field>
  );
}
