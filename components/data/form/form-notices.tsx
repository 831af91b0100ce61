'use client';

import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import type { FieldConflict, FormValues } from './form-state.ts';
import type { OperationForm } from './use-operation-form.ts';

export interface FormNoticesProps<Values extends FormValues> {
  form: OperationForm<Values>;
  /** What a field is called: "Owner". */
  labels: Readonly<Record<string, string>>;
  /** Draws a value: an owner's name instead of an id. Text by default. */
  show?: (name: string, value: unknown) => ReactNode;
}

function plain(value: unknown): ReactNode {
  if (value === null || value === undefined || value === '') return <span className="text-faint">nothing</span>;
  return Array.isArray(value) ? value.join(', ') || <span className="text-faint">nothing</span> : String(value);
}

/** What is wrong with the whole of a form, and the concurrent edits to choose from. Stands above the fields. */
export function FormNotices<Values extends FormValues>({ form, labels, show = (_, value) => plain(value) }: FormNoticesProps<Values>) {
  if (form.conflicts.length > 0) {
    return (
      <Callout tone="warning" title="Somebody else changed this while you were editing">
        <p className="text-muted">Nothing you typed is lost. Choose for each field, then save.</p>
        <ul className="mt-3 flex flex-col gap-3">
          {form.conflicts.map((conflict) => (
            <ConflictChoice
              key={conflict.name}
              conflict={conflict}
              form={form}
              label={labels[conflict.name] ?? conflict.name}
              show={show}
            />
          ))}
        </ul>
      </Callout>
    );
  }
  return form.failure ? <Callout tone="danger">{form.failure}</Callout> : null;
}

function ConflictChoice<Values extends FormValues>({
  conflict,
  form,
  label,
  show,
}: {
  conflict: FieldConflict<keyof Values & string>;
  form: OperationForm<Values>;
  label: string;
  show: (name: string, value: unknown) => ReactNode;
}) {
  const sides = [
    { side: 'yours' as const, title: 'Yours', value: conflict.yours },
    { side: 'theirs' as const, title: 'Theirs', value: conflict.theirs },
  ];
  return (
    <li>
      <fieldset>
        <legend className="mb-1 font-medium">{label}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {sides.map(({ side, title, value }) => (
            <div key={side} className="flex flex-col items-start gap-2 rounded-md bg-surface p-2.5 ring-1 ring-line ring-inset">
              <p className="w-full break-words">
                <span className="block text-muted text-xs">{title}</span>
                {show(conflict.name, value)}
              </p>
              <Button size="sm" onClick={() => form.resolve(conflict.name, side)}>
                {side === 'yours' ? 'Keep yours' : 'Take theirs'}
                <span className="sr-only">: {label}</span>
              </Button>
            </div>
          ))}
        </div>
      </fieldset>
    </li>
  );
}

/** The end of a form: what to do, and whether there is anything to save. */
export function FormActions<Values extends FormValues>({
  form,
  submitLabel,
  onCancel,
  children,
}: {
  form: OperationForm<Values>;
  submitLabel: string;
  onCancel?: () => void;
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button type="submit" variant="primary" busy={form.busy} disabled={form.conflicts.length > 0}>
        {submitLabel}
      </Button>
      {onCancel && <Button onClick={onCancel}>Cancel</Button>}
      {children}
      {form.dirty && !form.busy && <span className="text-muted text-sm">Unsaved changes</span>}
    </div>
  );
}
