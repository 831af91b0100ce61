import type { OperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { MultiCombobox } from '#components/ui/multi-combobox.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { entryKey } from './entry-key.ts';

export type EntryWords = { key: string; name: string; summary: string; description: string; references: readonly string[] };

/** What every threat and control is called and says. The key follows the name until it is there for good. */
export function WordsFields<Values extends EntryWords>({
  form,
  isNew,
  description,
}: {
  form: OperationForm<Values>;
  isNew: boolean;
  description: { label: string; hint: string };
}) {
  const { values, field } = form;
  const set = form.set as (name: keyof EntryWords, value: string) => void;
  return (
    <>
      <Field label="Name" {...field('name')} required>
        {(control) => (
          <Input
            {...control}
            maxLength={60}
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
      <Field label="Summary" {...field('summary')} hint="One sentence, shown in lists." required>
        {(control) => (
          <Input {...control} maxLength={140} value={values.summary} onChange={(event) => set('summary', event.target.value)} />
        )}
      </Field>
      <Field label={description.label} {...field('description')} hint={description.hint} required>
        {(control) => (
          <Textarea {...control} maxLength={1200} value={values.description} onChange={(event) => set('description', event.target.value)} />
        )}
      </Field>
    </>
  );
}

/** Items of frameworks that an entry refers to. */
export function ReferencesField<Values extends EntryWords>({
  form,
  items,
  hint,
}: {
  form: OperationForm<Values>;
  items: readonly OptionListItem[];
  hint: string;
}) {
  const set = form.set as (name: keyof EntryWords, value: readonly string[]) => void;
  return (
    <Field label="References" {...form.field('references')} hint={hint}>
      {(control) => (
        <MultiCombobox
          {...control}
          label="References"
          values={form.values.references}
          labels={Object.fromEntries(items.map(({ value, label }) => [value, label]))}
          options={items}
          onChange={(references) => set('references', references)}
        />
      )}
    </Field>
  );
}
