'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Select } from '#components/ui/select.tsx';
import type { NewWebhook as Wanted } from '#lib/access/notices/webhooks/schema.ts';
import { request } from '#lib/client.ts';
import { SecretNotice } from './secret-notice.tsx';
import { WebhookFields, webhookLabels } from './webhook-fields.tsx';

export interface NewWebhookProps {
  /** Teams whose webhooks the viewer manages. */
  teams: readonly { id: string; name: string }[];
  /** Whether the viewer may make one of the organisation. */
  everywhere: boolean;
}

const whole = 'organisation';

/** Makes a webhook, and shows its secret once. */
export function NewWebhook({ teams, everywhere }: NewWebhookProps) {
  const router = useRouter();
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);
  const form = useOperationForm({
    initial: { teamId: everywhere ? whole : (teams[0]?.id ?? ''), name: '', url: '', events: [] as string[] },
    submit: ({ teamId, name, url, events }) =>
      request('POST /webhooks', { teamId: teamId === whole ? null : teamId, name, url, events: events as Wanted['events'] }),
    onDone: setMade,
  });
  if (made)
    return (
      <div className="flex max-w-2xl flex-col gap-5">
        <h2 className="font-semibold text-lg">“{form.values.name.trim()}” is ready</h2>
        <SecretNotice secret={made.secret} />
        <div>
          <LinkButton href={`/settings/webhooks/${made.id}`} variant="primary">
            Go on and test it
          </LinkButton>
        </div>
      </div>
    );
  const options = [
    ...(everywhere ? [{ value: whole, label: 'The whole organisation' }] : []),
    ...teams.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <form {...form.form} className="flex max-w-2xl flex-col gap-5">
      <FormNotices form={form} labels={webhookLabels} />
      <Field label={webhookLabels.teamId} {...form.field('teamId')} hint="Events of this team, or of every team.">
        {(control) => (
          <Select {...control} value={form.values.teamId} options={options} onChange={(event) => form.set('teamId', event.target.value)} />
        )}
      </Field>
      <WebhookFields form={form} />
      <FormActions form={form} submitLabel="Create webhook" onCancel={() => router.push('/settings/webhooks')} />
    </form>
  );
}
