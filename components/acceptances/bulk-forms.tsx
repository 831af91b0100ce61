'use client';

import type { BulkFormProps } from '#components/data/list/list-definition.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { longestReason, shortestReason } from '#lib/risks/acceptances/rules.ts';
import { DayField } from './day-field.tsx';

type Props = BulkFormProps<{ id: string }>;
const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function RequestForm({ values, setValue }: Props) {
  return (
    <>
      <Field label="Why they may be borne" required hint={`At least ${shortestReason} characters. Whoever decides has this to go by.`}>
        {(control) => (
          <Textarea
            {...control}
            rows={4}
            maxLength={longestReason}
            value={text(values['reason'])}
            onChange={(event) => setValue('reason', event.target.value)}
          />
        )}
      </Field>
      <DayField day={text(values['until'])} lengths onChange={(day) => setValue('until', day)} />
    </>
  );
}

function Note({ values, setValue, label, optional }: Props & { label: string; optional: boolean }) {
  return (
    <Field label={label} optional={optional} required={!optional} hint="Whoever asked reads it.">
      {(control) => (
        <Textarea
          {...control}
          rows={3}
          maxLength={longestReason}
          value={text(values['note'])}
          onChange={(event) => setValue('note', event.target.value)}
        />
      )}
    </Field>
  );
}

export const OptionalNoteForm = (props: Props) => <Note {...props} label="Note" optional />;
export const NoteForm = (props: Props) => <Note {...props} label="Why" optional={false} />;
