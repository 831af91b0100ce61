'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { AccessRequest } from '#lib/access/requests/schema.ts';
import { request as call } from '#lib/client.ts';
import { askForWaiting } from './waiting-requests.tsx';

/** Refuses a request, saying why. */
export function RefuseDialog({ request, onClose }: { request: AccessRequest; onClose: () => void }) {
  const router = useRouter();
  const form = useOperationForm<{ note: string }, void>({
    initial: { note: '' },
    submit: ({ note }) => call('POST /access/requests/{id}/refuse', { id: request.id, note }),
    onDone: () => {
      showToast('Refused.', { tone: 'good' });
      askForWaiting();
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ note: 'Why' }}
      title={`Refuse the request of ${request.person.name}`}
      action="Refuse"
      tone="danger"
      onClose={onClose}
    >
      <Field label="Why" {...form.field('note')} hint={`${request.person.name} reads it, and can ask again.`}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={1000}
            value={form.values.note}
            onChange={(event) => form.set('note', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
