'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Safeguard } from '#lib/risks/safeguards/schema.ts';

const steps = {
  exclude: {
    title: 'Not applicable here?',
    description: 'It counts for nothing on this asset, and whatever follows it is planned again.',
    action: 'Set aside',
    hint: 'Why the control has no place here: auditors read it.',
    done: 'Set aside as not applicable.',
  },
  'take-back': {
    title: 'Take the verification back?',
    description: 'It counts as implemented until it is verified again.',
    action: 'Take back',
    hint: 'What was found to be otherwise.',
    done: 'The verification was taken back.',
  },
  reopen: {
    title: 'Back to planned?',
    description: 'It counts for nothing until it is implemented again.',
    action: 'Plan again',
    hint: 'Why it is not in place any more.',
    done: 'Planned again.',
  },
} as const;

/** A step that takes its reason. */
export function ReasonDialog({ safeguard, step, onClose }: { safeguard: Safeguard; step: keyof typeof steps; onClose: () => void }) {
  const router = useRouter();
  const { id, may } = safeguard;
  const { title, description, action, hint, done } = steps[step];
  const form = useOperationForm<{ reason: string }, unknown>({
    initial: { reason: '' },
    version: safeguard.version,
    check: ({ reason }) => (reason.trim() === '' ? { reason: 'Say why.' } : {}),
    submit: ({ reason }, _, version = safeguard.version) => {
      if (step === 'take-back' && may.takeBack) return request('POST /safeguards/{id}/unverify', { id, version, reason });
      const state = step === 'exclude' ? 'not_applicable' : step === 'reopen' ? 'planned' : 'implemented';
      return request('POST /safeguards/{id}/state', { id, version, state, reason });
    },
    onDone: () => {
      showToast(done, { tone: 'good' });
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog form={form} labels={{ reason: 'Reason' }} title={title} description={description} action={action} onClose={onClose}>
      <Field label="Reason" required {...form.field('reason')} hint={hint}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={2000}
            value={form.values.reason}
            onChange={(event) => form.set('reason', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

export default ReasonDialog;
