'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { type OperationForm, useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { LevelMark } from '#components/ui/level-mark.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { request as call } from '#lib/client.ts';
import { dayOf } from '#lib/platform/day-rules.ts';
import { longestReason } from '#lib/risks/acceptances/rules.ts';
import type { AcceptanceRow } from '#lib/risks/acceptances/schema.ts';
import { DayField } from './day-field.tsx';

/** What is decided on, as lists and pages both have it. */
export type Decided = Pick<AcceptanceRow, 'id' | 'threatName' | 'assetName' | 'severity' | 'until'> & {
  requesterName: string;
  reason?: string;
};
export type DecisionAct = 'grant' | 'refuse' | 'revoke' | 'withdraw';
export interface DecisionProps {
  acceptance: Decided;
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

function NoteField<Values extends { note: string }>({
  form,
  label,
  hint,
  optional,
}: {
  form: OperationForm<Values>;
  label: string;
  hint: string;
  optional?: boolean;
}) {
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

/** Nobody decides without the reason: a list does not carry it, and asks for it now. */
function Reason({ acceptance: { id, reason: given } }: { acceptance: Decided }) {
  const [reason, setReason] = useState(given ?? '');
  useEffect(() => {
    if (given !== undefined) return;
    call('GET /acceptances/{id}', { id }).then(
      (found) => setReason(found.reason),
      () => setReason('The reason could not be loaded. Open the acceptance to read it.'),
    );
  }, [id, given]);
  return (
    <div className="text-sm">
      <p className="font-medium">Why it may be borne</p>
      <p className="max-h-40 min-h-10 overflow-auto whitespace-pre-line break-words text-muted">{reason}</p>
    </div>
  );
}

/** Accepts a risk as asked for, or for a shorter time. */
export function GrantDialog({ acceptance, onClose }: DecisionProps) {
  const close = useClose(onClose);
  const asked = dayOf(acceptance.until, useViewerTimeZone());
  const form = useOperationForm<{ until: string; note: string }, void>({
    initial: { until: asked, note: '' },
    check: ({ until }) => (until ? {} : { until: 'Choose a day.' }),
    // The day as it was asked for stands for its very moment, in the zone of whoever asked.
    submit: ({ until, note }) => call('POST /acceptances/{id}/grant', { id: acceptance.id, note, ...(until !== asked && { until }) }),
    onDone: () => {
      showToast('Accepted. The risk is open again by itself after that day.', { tone: 'good' });
      close();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ until: 'Until', note: 'Note' }}
      title={`Accept ${acceptance.threatName}?`}
      description={
        <>
          Of {acceptance.assetName}, asked for by {acceptance.requesterName}. It covers a residual up to{' '}
          <LevelMark state={acceptance.severity} />; a worse one is open in spite of it.
        </>
      }
      action="Accept"
      width="md"
      onClose={close}
    >
      <Reason acceptance={acceptance} />
      <DayField
        day={form.values.until}
        latest={asked}
        error={form.field('until').error}
        hint="As asked for, or an earlier day. It ends by itself at the end of that day."
        onChange={(day) => form.set('until', day)}
      />
      <NoteField form={form} label="Note" optional hint={`${acceptance.requesterName} reads it.`} />
    </FormDialog>
  );
}

/** Refuses, or takes back what was granted: both say why. */
export function NoteDialog({ acceptance, act, onClose }: DecisionProps & { act: 'refuse' | 'revoke' }) {
  const close = useClose(onClose);
  const refusing = act === 'refuse';
  const form = useOperationForm<{ note: string }, void>({
    initial: { note: '' },
    check: ({ note }) => (note.trim() ? {} : { note: 'Say why: whoever asked reads this.' }),
    submit: ({ note }) =>
      refusing
        ? call('POST /acceptances/{id}/refuse', { id: acceptance.id, note })
        : call('POST /acceptances/{id}/revoke', { id: acceptance.id, note }),
    onDone: () => {
      showToast(refusing ? 'Refused.' : 'Revoked. The risk is open again.', { tone: 'good' });
      close();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ note: 'Why' }}
      title={refusing ? `Refuse to accept ${acceptance.threatName}?` : `Revoke the acceptance of ${acceptance.threatName}?`}
      description={
        refusing
          ? `Of ${acceptance.assetName}. The risk stays open.`
          : `Of ${acceptance.assetName}. The risk is open again at once, and its owners are told.`
      }
      action={refusing ? 'Refuse' : 'Revoke'}
      tone="danger"
      onClose={close}
    >
      {refusing && <Reason acceptance={acceptance} />}
      <NoteField form={form} label="Why" hint={`${acceptance.requesterName} reads it${refusing ? ', and can ask again' : ''}.`} />
    </FormDialog>
  );
}

/** The dialog of an act. */
export function DecisionDialog({ acceptance, act, onClose }: DecisionProps & { act: Exclude<DecisionAct, 'withdraw'> }) {
  return act === 'grant' ? (
    <GrantDialog acceptance={acceptance} onClose={onClose} />
  ) : (
    <NoteDialog acceptance={acceptance} act={act} onClose={onClose} />
  );
}

export default DecisionDialog;
