'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PersonPicker, type PickedPerson } from '#components/assets/person-picker.tsx';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import { dayEnd } from '#lib/platform/day-rules.ts';
import { ControlPicker, type PickedControl } from './control-picker.tsx';

type Values = { control: string; ownerId: string | null; day: string };

export interface AddDialogProps {
  /** Where it goes: an asset, or a team that offers it. */
  place: { assetId: string } | { teamId: string };
  /** Controls that are there already. */
  without: readonly string[];
  onClose: () => void;
}

/** Plans any control of the catalogue, for an asset or as a team's offer. */
export function AddDialog({ place, without, onClose }: AddDialogProps) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const [control, setControl] = useState<PickedControl | null>(null);
  const [owner, setOwner] = useState<PickedPerson | null>();
  const offer = 'teamId' in place;
  const form = useOperationForm<Values, unknown>({
    initial: { control: '', ownerId: null, day: '' },
    check: (values) => (values.control === '' ? { control: 'Choose a control.' } : {}),
    submit: ({ control: key, ownerId, day }) =>
      request('POST /safeguards', { ...place, control: key, ownerId, dueAt: day ? dayEnd(day, timeZone) : null }),
    onDone: () => {
      showToast(offer ? 'Offered to the team’s assets.' : 'Planned.', { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ control: 'Control', ownerId: 'Owner', day: 'Due' }}
      title={offer ? 'Offer a control' : 'Plan a control'}
      description={
        offer
          ? 'What the team does once for all of its assets. Each of them may follow it, and is implemented and verified with it.'
          : undefined
      }
      action={offer ? 'Offer' : 'Plan'}
      width="md"
      onClose={onClose}
    >
      <Field label="Control" required {...form.field('control')} hint={control?.summary}>
        {(field) => (
          <ControlPicker
            control={field}
            value={control}
            without={without}
            onChange={(next) => {
              setControl(next);
              form.set('control', next?.key ?? '');
            }}
          />
        )}
      </Field>
      <Field label="Owner" optional {...form.field('ownerId')} hint="Who answers for it that the control is in place.">
        {(field) => (
          <PersonPicker
            control={field}
            label="Owner"
            value={owner}
            onChange={(person) => {
              setOwner(person);
              form.set('ownerId', person?.id ?? null);
            }}
          />
        )}
      </Field>
      <Field label="Due" optional {...form.field('day')}>
        {(field) => <Input {...field} type="date" value={form.values.day} onChange={(event) => form.set('day', event.target.value)} />}
      </Field>
    </FormDialog>
  );
}

export default AddDialog;
