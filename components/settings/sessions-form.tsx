'use client';

import { useRouter } from 'next/navigation';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { OrganisationSettings } from '#lib/access/settings/schema.ts';
import { request } from '#lib/client.ts';

const idle = [5, 10, 15, 30, 60, 120, 240, 480, 1440];
const absolute = [1, 2, 4, 8, 12, 24, 48, 72, 168];
const labels = { idleMinutes: 'End after inactivity of', absoluteHours: 'End in any case after' };

/** How long sessions last. */
export function SessionsForm({ settings }: { settings: OrganisationSettings['sessions'] }) {
  const router = useRouter();
  const { version, ...initial } = settings;
  const form = useOperationForm({
    initial,
    version,
    submit: (values, _, seen = version) => request('PUT /settings/sessions', { ...values, version: seen }),
    onDone: () => {
      showToast('Session limits saved.', { tone: 'good' });
      router.refresh();
    },
  });
  return (
    <form {...form.form} className="flex flex-col gap-4">
      <FormNotices
        form={form}
        labels={labels}
        show={(name, value) => (name === 'idleMinutes' ? minutes(Number(value)) : hours(Number(value)))}
      />
      <Field label={labels.idleMinutes} {...form.field('idleMinutes')}>
        {(control) => (
          <Select
            {...control}
            value={String(form.values.idleMinutes)}
            onChange={(event) => form.set('idleMinutes', Number(event.target.value))}
            options={among(idle, initial.idleMinutes).map((value) => ({ value: String(value), label: minutes(value) }))}
          />
        )}
      </Field>
      <Field label={labels.absoluteHours} {...form.field('absoluteHours')} hint="Older sessions end at once if you shorten this.">
        {(control) => (
          <Select
            {...control}
            value={String(form.values.absoluteHours)}
            onChange={(event) => form.set('absoluteHours', Number(event.target.value))}
            options={among(absolute, initial.absoluteHours).map((value) => ({ value: String(value), label: hours(value) }))}
          />
        )}
      </Field>
      <FormActions form={form} submitLabel="Save" />
    </form>
  );
}

const among = (usual: number[], standing: number) => [...new Set([...usual, standing])].sort((a, b) => a - b);
const minutes = (count: number) => (count % 60 === 0 ? hours(count / 60) : `${count} minutes`);
const hours = (count: number) => (count === 1 ? '1 hour' : count > 24 && count % 24 === 0 ? `${count / 24} days` : `${count} hours`);
