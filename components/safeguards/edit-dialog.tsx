'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PersonPicker, type PickedPerson } from '#components/assets/person-picker.tsx';
import { useOwnerName } from '#components/assets/use-owner-name.ts';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import { dayEnd, dayOf } from '#lib/platform/day-rules.ts';
import type { Safeguard } from '#lib/risks/safeguards/schema.ts';

type Values = { ownerId: string | null; dueAt: string | null; notes: string };

/** Who answers for a safeguard, until when, and what is to be known of it. */
export function EditDialog({ safeguard, onClose }: { safeguard: Safeguard; onClose: () => void }) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const { id, owner } = safeguard;
  const [picked, setPicked] = useState<PickedPerson | null>(owner);
  const form = useOperationForm<Values, unknown>({
    initial: { ownerId: owner?.id ?? null, dueAt: safeguard.dueAt, notes: safeguard.notes },
    version: safeguard.version,
    submit: (values, changed, version = safeguard.version) =>
      request('PATCH /safeguards/{id}', { id, version, ...Object.fromEntries(changed.map((name) => [name, values[name]])) }),
    onDone: () => {
      showToast('Saved.', { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  const { ownerId, dueAt, notes } = form.values;
  const known = Object.fromEntries([owner, picked].flatMap((each) => (each ? [[each.id, each.name]] : [])));
  const named = useOwnerName(ownerId, known) ?? '…';
  return (
    <FormDialog
      form={form}
      labels={{ ownerId: 'Owner', dueAt: 'Due', notes: 'Notes' }}
      title={`Edit ${safeguard.control.name}`}
      action="Save"
      width="md"
      onClose={onClose}
    >
      <Field label="Owner" {...form.field('ownerId')} hint="Who answers for it that the control is in place.">
        {(control) => (
          <PersonPicker
            control={control}
            label="Owner"
            value={ownerId === null ? null : { id: ownerId, name: named }}
            onChange={(person) => {
              setPicked(person);
              form.set('ownerId', person?.id ?? null);
            }}
          />
        )}
      </Field>
      <Field label="Due" optional {...form.field('dueAt')} hint="To the end of that day.">
        {(control) => (
          <Input
            {...control}
            type="date"
            value={dueAt ? dayOf(dueAt, timeZone) : ''}
            onChange={(event) => form.set('dueAt', event.target.value ? dayEnd(event.target.value, timeZone) : null)}
          />
        )}
      </Field>
      <Field label="Notes" optional {...form.field('notes')}>
        {(control) => (
          <Textarea {...control} maxLength={10_000} value={notes} onChange={(event) => form.set('notes', event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}

export default EditDialog;
