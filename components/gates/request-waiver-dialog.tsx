'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { Stage } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import { longestReason, shortestReason } from '#lib/gates/waivers/rules.ts';
import { DayField } from './day-field.tsx';

export interface RequestWaiverDialogProps {
  asset: { id: string; name: string };
  stage: Stage;
  requirement: { key: string; title: string };
  onClose: () => void;
}

/** Asks that one requirement be waived for an asset, saying why and until when. */
export function RequestWaiverDialog({ asset, stage, requirement, onClose }: RequestWaiverDialogProps) {
  const router = useRouter();
  const close = () => {
    router.refresh();
    onClose();
  };
  const form = useOperationForm<{ reason: string; until: string }, { id: string }>({
    initial: { reason: '', until: '' },
    check: ({ reason, until }) => ({
      ...(reason.trim().length < shortestReason && { reason: `Say why it may be waived, in at least ${shortestReason} characters.` }),
      ...(!until && { until: 'Choose a day.' }),
    }),
    submit: (values) => request('POST /waivers', { assetId: asset.id, stage, requirement: requirement.key, ...values }),
    onDone: () => {
      showToast('Requested. Whoever may decide on it is told.', { tone: 'good' });
      close();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ reason: 'Why', until: 'Until' }}
      title="Ask for a waiver"
      description={
        <>
          <b className="font-medium">{requirement.title}</b>, for {asset.name}. Somebody else decides: neither you, nor whoever owns the
          asset.
        </>
      }
      action="Ask"
      width="md"
      onClose={close}
    >
      <Field
        label="Why it may be waived"
        required
        {...form.field('reason')}
        hint="What stands in the way of meeting it, and what guards the asset meanwhile. Whoever decides has this to go by."
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
      <DayField
        day={form.values.until}
        error={form.field('until').error}
        hint="At most 90 days. It ends by itself at the end of that day."
        lengths
        onChange={(day) => form.set('until', day)}
      />
    </FormDialog>
  );
}

export default RequestWaiverDialog;
