import type { OperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { EventChoice } from './event-choice.tsx';

export type WebhookValues = { name: string; url: string; events: string[] };
export const webhookLabels = { name: 'Name', url: 'Address', events: 'Events', teamId: 'Told of' };

/** What one says of a webhook, new or not. */
export function WebhookFields<Values extends WebhookValues>({ form }: { form: OperationForm<Values> }) {
  const set = form.set as unknown as OperationForm<WebhookValues>['set'];
  const field = form.field as OperationForm<WebhookValues>['field'];
  return (
    <>
      <Field label={webhookLabels.name} {...field('name')} hint="What receives it: a build server, a chat, a ticket system.">
        {(control) => (
          <Input
            {...control}
            value={form.values.name}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => set('name', event.target.value)}
          />
        )}
      </Field>
      <Field label={webhookLabels.url} {...field('url')} hint="Reached over HTTPS. Redirects are not followed.">
        {(control) => (
          <Input
            {...control}
            type="url"
            value={form.values.url}
            placeholder="https://hooks.example.org/gatehouse"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => set('url', event.target.value)}
          />
        )}
      </Field>
      <EventChoice chosen={form.values.events} onChange={(events) => set('events', events)} error={field('events').error} />
    </>
  );
}
