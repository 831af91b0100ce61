'use client';

import { useRouter } from 'next/navigation';
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
import type { Risk } from '#lib/risks/register/page/schema.ts';

type Values = { ownerId: string | null; dueAt: string | null; notes: string };
const labels = { ownerId: 'Owner', dueAt: 'Due date', notes: 'Notes' };

/** Who sees to a risk, until when, and what there is to note. */
export function PlanDialog({ risk, onClose }: { risk: Risk; onClose: () => void }) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const form = useOperationForm<Values, void>({
    initial: { ownerId: risk.owner?.id ?? null, dueAt: risk.dueAt, notes: risk.notes },
    version: risk.version,
    submit: async (values, changed, version) => {
      const edit = Object.fromEntries(changed.map((name) => [name, values[name]]));
      await request('PATCH /risks/{id}', { id: risk.id, version: version ?? risk.version, ...edit });
    },
    onDone: () => {
      showToast('Saved.', { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  const { ownerId, dueAt, notes } = form.values;
  const name = useOwnerName(ownerId, risk.owner ? { [risk.owner.id]: risk.owner.name } : {});
  const picked: PickedPerson | null = ownerId ? { id: ownerId, name: name ?? '…' } : null;
  return (
    <FormDialog
      form={form}
      labels={labels}
      show={(field, value) => {
        if (value === null || value === '') return 'Nothing';
        return field === 'dueAt' ? dayOf(String(value), timeZone) : field === 'ownerId' ? <OwnerName id={String(value)} /> : String(value);
      }}
      title="Owner, due date and notes"
      action="Save"
      width="md"
      onClose={onClose}
    >
      <Field label="Owner" {...form.field('ownerId')} hint="Sees to it that the risk is treated.">
        {(control) => (
          <PersonPicker control={control} label="Owner" value={picked} onChange={(person) => form.set('ownerId', person?.id ?? null)} />
        )}
      </Field>
      <Field label="Due date" {...form.field('dueAt')} optional hint="The end of that day, in your time zone.">
        {(control) => (
          <Input
            {...control}
            type="date"
            value={dueAt ? dayOf(dueAt, timeZone) : ''}
            onChange={(event) => form.set('dueAt', event.target.value ? dayEnd(event.target.value, timeZone) : null)}
          />
        )}
      </Field>
      <Field label="Notes" {...form.field('notes')} optional>
        {(control) => <Textarea {...control} rows={5} value={notes} onChange={(event) => form.set('notes', event.target.value)} />}
      </Field>
    </FormDialog>
  );
}

function OwnerName({ id }: { id: string }) {
  return <>{useOwnerName(id, {}) ?? '…'}</>;
}

export default PlanDialog;
