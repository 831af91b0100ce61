'use client';

import { Field } from '#components/ui/field.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { Select } from '#components/ui/select.tsx';
import { expiryOf, lifetimes } from '#lib/access/tokens/rules.ts';

const labels: Record<(typeof lifetimes)[number], string> = { 7: '7 days', 30: '30 days', 90: '90 days', 365: 'A year' };

/** How long a token holds: every token ends. */
export function LifetimeSelect({ value, onChange, error }: { value: number; onChange: (days: number) => void; error?: string }) {
  return (
    <Field
      label="Expires after"
      name="days"
      error={error}
      hint={
        <>
          Until <DayTime value={expiryOf(new Date(), value).toISOString()} />. A token holds for a year at most.
        </>
      }
    >
      {(control) => (
        <Select
          {...control}
          value={String(value)}
          onChange={(event) => onChange(Number(event.target.value))}
          options={lifetimes.map((days) => ({ value: String(days), label: labels[days] }))}
        />
      )}
    </Field>
  );
}
