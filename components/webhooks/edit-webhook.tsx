'use client';

import { useRouter } from 'next/navigation';
import { FormDialog } from '#components/data/form/form-dialog.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { showToast } from '#components/ui/toast.ts';
import type { Webhook, WebhookEdit } from '#lib/access/notices/webhooks/schema.ts';
import { request } from '#lib/client.ts';
import { WebhookFields, webhookLabels } from './webhook-fields.tsx';

/** Changes name, address and events of a webhook. */
export function EditWebhook({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const router = useRouter();
  const { id, name, url, events } = webhook;
  const form = useOperationForm({
    initial: { name, url, events },
    version: webhook.version,
    submit: (values, changed, version = webhook.version) => {
      const edit = Object.fromEntries(changed.map((field) => [field, values[field]])) as Partial<WebhookEdit>;
      return request('PATCH /webhooks/{id}', { ...edit, id, version });
    },
    onDone: () => {
      showToast(`“${form.values.name.trim()}” was changed.`, { tone: 'good' });
      onClose();
      router.refresh();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={webhookLabels}
      show={(_, value) => (Array.isArray(value) ? value.join(', ') : String(value))}
      title={`Edit “${name}”`}
      action="Save"
      width="md"
      onClose={onClose}
    >
      <WebhookFields form={form} />
    </FormDialog>
  );
}
