'use client';

import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { dayOf } from '#lib/platform/day-rules.ts';

export interface ExpiryFieldProps {
  /** A day, or empty for good. */
  day: string;
  onChange: (day: string) => void;
  error?: string | null;
  name?: string;
  label?: string;
  hint?: string;
  /** The last day that may be chosen. */
  latest?: string;
}

/** Until when: a day, at whose end the role goes by itself, or nothing for good. */
export function ExpiryField({
  day,
  onChange,
  error,
  name = 'expiresAt',
  label = 'Until',
  hint = 'The role ends by itself at the end of that day. Leave empty for no end date.',
  latest,
}: ExpiryFieldProps) {
  const timeZone = useViewerTimeZone();
  return (
    <Field label={label} name={name} optional error={error} hint={hint}>
      {(control) => (
        <Input
          {...control}
          type="date"
          min={dayOf(new Date().toISOString(), timeZone)}
          max={latest}
          value={day}
          onChange={(event) => onChange(event.target.value)}
          suppressHydrationWarning
        />
      )}
    </Field>
  );
}
