'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request as call } from '#lib/client.ts';
import { longestReason, shortestReason } from '#lib/risks/acceptances/rules.ts';
import { DayField } from './day-field.tsx';

export interface RequestDialogProps {
  riskId: string;
  /** One holds already: this one would follow it. */
  renewal: boolean;
  onClose: () => void;
}

/** Asks that a risk be accepted, saying why and until when. */
export function RequestDialog({ riskId, renewal, onClose }: RequestDialogProps) {
  const router = useRouter();
  const close = () => {
    // What stood in the way may be what the page does not show yet.
    router.refresh();
    onClose();
  };
  const form = useOperationForm<{ reason: string; until: string }, { id: string }>({
    initial: { reason: '', until: '' },
    check: ({ reason, until }) => ({
      ...(reason.trim().length < shortestReason && { reason: `Say why it may be borne, in at least ${shortestReason} characters.` }),
      ...(!until && { until: 'Choose a day.' }),
    }),
    submit: (values) => call('POST /acceptances', { riskId, ...values }),
    onDone: () => {
      showToast('Requested. Whoever may decide on it is told.', { tone: 'good' });
      close();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ reason: 'Why', until: 'Until' }}
      title={renewal ? 'Ask for a renewal' : 'Ask for acceptance'}
      description={
        renewal
          ? 'Once it is granted it follows the acceptance that holds now.'
          : 'While it is accepted the risk is borne as it is. Somebody else decides: neither you, nor whoever owns the asset or the risk.'
      }
      action="Ask"
      width="md"
      onClose={close}
    >
      <Field
        label="Why it may be borne"
        required
        {...form.field('reason')}
        hint="Whoever decides has this to go by: what stands in the way of treating it, and what is done meanwhile."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={4}
            maxLength={longestReason}
            value={form.values.reason}
            onChange={(event) => form.set('reason', event.target.value)}
          />
        )}
      </Field>
      <DayField day={form.values.until} error={form.field('until').error} lengths onChange={(day) => form.set('until', day)} />
    </FormDialog>
  );
}

export default RequestDialog;
