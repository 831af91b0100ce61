'use client';

import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { CatalogueChange } from '#lib/risks/catalogue/changes/schema.ts';
import { entryKey } from './entry-key.ts';
import { itemsIn, type ListedItem, linesOf } from './item-lines.ts';
import { useEntryForm } from './use-entry-form.tsx';

export type FrameworkValues = { key: string; name: string; edition: string; publisher: string; items: string };

const labels = { name: 'Name', edition: 'Edition', publisher: 'Publisher', items: 'Items' };

/** A framework of one's own, new (`version` null) or edited: its items are lines of text. */
export function FrameworkForm({ initial, version }: { initial: FrameworkValues; version: number | null }) {
  const isNew = version === null;
  const href = (key: string) => `/catalogue/frameworks/${key}`;
  const { form, dialog, cancel } = useEntryForm<FrameworkValues>({
    initial,
    version: version ?? undefined,
    change: ({ items, ...values }, changed, seen): CatalogueChange => {
      const listed: ListedItem[] = itemsIn(items);
      if (isNew) return { type: 'add-framework', ...values, items: listed };
      const only = Object.fromEntries(Object.entries({ ...values, items: listed }).filter(([name]) => changed.includes(name)));
      return { type: 'edit-framework', ...only, key: values.key, version: seen };
    },
    words: ({ name }) => ({
      title: isNew ? `Add “${name}”?` : `Change “${name}”?`,
      confirm: 'Save',
      done: isNew ? 'Framework added.' : 'Framework saved.',
    }),
    readCurrent: (current) => ({ ...current, items: linesOf(current['items'] as ListedItem[]) }),
    href: ({ key }) => href(key),
  });
  const { values, set, field } = form;
  return (
    <form {...form.form} className="flex max-w-3xl flex-col gap-5">
      <FormNotices form={form} labels={labels} />
      <Field label="Name" {...field('name')} required>
        {(control) => (
          <Input
            {...control}
            maxLength={80}
            value={values.name}
            onChange={(event) => {
              if (isNew && values.key === entryKey(values.name)) set('key', entryKey(event.target.value));
              set('name', event.target.value);
            }}
          />
        )}
      </Field>
      {isNew && (
        <Field label="Key" {...field('key')} hint="How files and the API call it. It stays for good." required>
          {(control) => <Input {...control} mono maxLength={60} value={values.key} onChange={(event) => set('key', event.target.value)} />}
        </Field>
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label="Edition" {...field('edition')} hint="A year or a version." required>
          {(control) => (
            <Input {...control} maxLength={60} value={values.edition} onChange={(event) => set('edition', event.target.value)} />
          )}
        </Field>
        <Field label="Publisher" {...field('publisher')} required>
          {(control) => (
            <Input {...control} maxLength={80} value={values.publisher} onChange={(event) => set('publisher', event.target.value)} />
          )}
        </Field>
      </div>
      <Field
        label="Items"
        {...field('items')}
        hint="A line for each: number | name | section. Items may be referred to, so none can be taken away later; rename it instead."
        required
      >
        {(control) => (
          <Textarea
            {...control}
            mono
            rows={10}
            spellCheck={false}
            placeholder={'P-1 | Secrets never stand in code | Development\nP-2 | Models are signed | Deployment'}
            value={values.items}
            onChange={(event) => set('items', event.target.value)}
          />
        )}
      </Field>
      <FormActions
        form={form}
        submitLabel={isNew ? 'Add framework' : 'Save'}
        onCancel={() => cancel(isNew ? '/catalogue/frameworks' : href(values.key))}
      />
      {dialog}
    </form>
  );
}
