'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { type OperationForm, useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import { longestReason } from '#lib/gates/waivers/rules.ts';
import type { Waiver } from '#lib/gates/waivers/schema.ts';
import { dayOf } from '#lib/platform/day-rules.ts';
import { DayField } from './day-field.tsx';

export interface WaiverDialogProps {
  waiver: Waiver;
  onClose: () => void;
}

/** Closes and asks for the page anew, done or not: what stood in the way may be what it does not show yet. */
function useClose(onClose: () => void) {
  const router = useRouter();
  return () => {
    router.refresh();
    onClose();
  };
}

type NoteFieldProps<Values extends { note: string }> = { form: OperationForm<Values>; label: string; hint: string; optional?: boolean };

function NoteField<Values extends { note: string }>({ form, label, hint, optional }: NoteFieldProps<Values>) {
  return (
    <Field label={label} optional={optional} required={!optional} {...form.field('note')} hint={hint}>
      {(control) => (
        <Textarea
          {...control}
          rows={3}
          maxLength={longestReason}
          value={form.values.note}
          onChange={(event) => form.set('note', event.target.value as Values['note'])}
        />
      )}
    </Field>
  );
}

/** Waives the requirement as asked for, or for a shorter time. */
export function GrantDialog({ waiver, onClose }: WaiverDialogProps) {
  const close = useClose(onClose);
  const asked = dayOf(waiver.until, useViewerTimeZone());
  const form = useOperationForm<{ until: string; note: string }, void>({
    initial: { until: asked, note: '' },
    check: ({ until }) => (until ? {} : { until: 'Choose a day.' }),
    // The day as it was asked for stands for its very moment, in the zone of whoever asked.
    submit: ({ until, note }) => request('POST /waivers/{id}/grant', { id: waiver.id, note, ...(until !== asked && { until }) }),
    onDone: () => {
      showToast('Waived. The requirement holds again by itself after that day.', { tone: 'good' });
      close();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ until: 'Until', note: 'Note' }}
      title="Waive this requirement?"
      description={`${waiver.title}, for ${waiver.assetName}, as ${waiver.requester.name} asked.`}
      action="Waive"
      width="md"
      onClose={close}
    >
      <p className="max-h-40 overflow-auto whitespace-pre-line break-words text-muted text-sm">{waiver.reason}</p>
      <DayField
        day={form.values.until}
        latest={asked}
        error={form.field('until').error}
        hint="As asked for, or an earlier day. It ends by itself at the end of that day."
        onChange={(day) => form.set('until', day)}
      />
      <NoteField form={form} label="Note" optional hint={`${waiver.requester.name} reads it.`} />
    </FormDialog>
  );
}

/** Refuses, or takes back what was granted: both say why. */
export function NoteDialog({ waiver, act, onClose }: WaiverDialogProps & { act: 'refuse' | 'revoke' }) {
  const close = useClose(onClose);
  const refusing = act === 'refuse';
  const form = useOperationForm<{ note: string }, void>({
    initial: { note: '' },
    check: ({ note }) => (note.trim() ? {} : { note: 'Say why: whoever asked reads this.' }),
    submit: ({ note }) =>
      refusing
        ? request('POST /waivers/{id}/refuse', { id: waiver.id, note })
        : request('POST /waivers/{id}/revoke', { id: waiver.id, note }),
    onDone: () => {
      showToast(refusing ? 'Refused.' : 'Revoked. The requirement holds again.', { tone: 'good' });
      close();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ note: 'Why' }}
      title={refusing ? 'Refuse this waiver?' : 'Revoke this waiver?'}
      description={`${waiver.title}, for ${waiver.assetName}.`}
      action={refusing ? 'Refuse' : 'Revoke'}
      tone="danger"
      onClose={close}
    >
      <NoteField form={form} label="Why" hint={`${waiver.requester.name} reads it${refusing ? ', and can ask again' : ''}.`} />
    </FormDialog>
  );
}
