'use client';

import { useRouter } from 'next/navigation';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import type { OrganisationSettings } from '#lib/access/settings/schema.ts';
import { request } from '#lib/client.ts';

const labels = { holidays: 'Holidays' };
const daysIn = (text: string) => text.split(/[\s,;]+/).filter(Boolean);
const day = /^\d{4}-\d{2}-\d{2}$/;

/** The days on which nobody works, one a line. */
export function CalendarForm({ settings }: { settings: OrganisationSettings['calendar'] }) {
  const router = useRouter();
  const form = useOperationForm({
    initial: { holidays: settings.holidays.join('\n') },
    version: settings.version,
    check: ({ holidays }) => {
      const wrong = daysIn(holidays).find((each) => !day.test(each) || Number.isNaN(Date.parse(each)));
      return wrong ? { holidays: `“${wrong}” is not a day. Write each as 2026-12-25, one a line.` } : {};
    },
    submit: ({ holidays }, _, seen = settings.version) => request('PUT /settings/calendar', { holidays: daysIn(holidays), version: seen }),
    onDone: () => {
      showToast('Holidays saved.', { tone: 'good' });
      router.refresh();
    },
  });
  return (
    <form {...form.form} className="flex flex-col gap-4">
      <FormNotices form={form} labels={labels} show={(_, value) => (Array.isArray(value) ? value.join(', ') : String(value))} />
      <Field label={labels.holidays} {...form.field('holidays')} hint="One day a line, such as 2026-12-25.">
        {(control) => (
          <Textarea
            {...control}
            mono
            className="max-w-56"
            value={form.values.holidays}
            spellCheck={false}
            onChange={(event) => form.set('holidays', event.target.value)}
          />
        )}
      </Field>
      <FormActions form={form} submitLabel="Save" />
    </form>
  );
}
