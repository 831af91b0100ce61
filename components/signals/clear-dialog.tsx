'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request as call } from '#lib/client.ts';
import type { Signal } from '#lib/risks/signals/schema.ts';

/** Clears a signal, saying why it no longer holds. */
export function ClearDialog({ signal, onClose }: { signal: Signal; onClose: () => void }) {
  const router = useRouter();
  const close = () => {
    router.refresh();
    onClose();
  };
  const form = useOperationForm<{ note: string }, void>({
    initial: { note: '' },
    check: ({ note }) => (note.trim() ? {} : { note: 'Say why it no longer holds.' }),
    submit: ({ note }) => call('POST /signals/{id}/clear', { id: signal.id, note }),
    onDone: () => {
      showToast('Cleared. The asset’s risks were scored again.', { tone: 'good' });
      close();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ note: 'Why it no longer holds' }}
      title="Clear this signal?"
      description={signal.title}
      action="Clear"
      onClose={close}
    >
      <Field label="Why it no longer holds" required {...form.field('note')}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={2000}
            value={form.values.note}
            onChange={(event) => form.set('note', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

export default ClearDialog;
