'use client';

import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Harm, harmLabels, harmNames, likelihoodWords } from '#lib/risks/catalogue/rules.ts';
import { PlaceFields } from './place-fields.tsx';
import { useReferringForm } from './use-referring-form.ts';
import { valueWords } from './words.ts';
import { type EntryWords, ReferencesField, WordsFields } from './words-fields.tsx';

export type ThreatValues = EntryWords & { affects: readonly Harm[]; likelihood: number; applies: readonly string[] };

export interface ThreatFormProps {
  initial: ThreatValues;
  /** The version that is edited; null for a new threat. */
  version: number | null;
  /** Of a built-in entry the references that it came with, which stay; null for one of one's own. */
  shipped?: readonly string[] | null;
  /** What may be referred to. */
  items: readonly OptionListItem[];
}

const labels = {
  name: 'Name',
  summary: 'Summary',
  description: 'Description',
  affects: 'Affects',
  likelihood: 'Base likelihood',
  applies: 'Where it applies',
  references: 'References',
};

/** A threat of one's own, new or edited; of a built-in one, the references into one's own frameworks alone. */
export function ThreatForm({ initial, version, shipped = null, items }: ThreatFormProps) {
  const { form, dialog, cancel, isNew, builtIn, href } = useReferringForm<ThreatValues>('threat', { initial, version, shipped });
  const { values, set } = form;
  return (
    <form {...form.form} className="flex max-w-3xl flex-col gap-5">
      <FormNotices form={form} labels={labels} show={valueWords} />
      {!builtIn && (
        <>
          <WordsFields form={form} isNew={isNew} description={{ label: 'What happens', hint: 'And what raises the chance of it.' }} />
          <fieldset data-field="affects">
            <legend className="mb-1 font-medium text-sm">Affects</legend>
            {form.field('affects').error && <p className="mb-1 text-critical-ink text-xs">{form.field('affects').error}</p>}
            <div className="flex flex-wrap gap-x-6 gap-y-1">
              {harmNames.map((harm) => (
                <Checkbox
                  key={harm}
                  label={harmLabels[harm]}
                  checked={values.affects.includes(harm)}
                  onChange={() =>
                    set(
                      'affects',
                      values.affects.includes(harm) ? values.affects.filter((each) => each !== harm) : [...values.affects, harm],
                    )
                  }
                />
              ))}
            </div>
          </fieldset>
          <Field label="Base likelihood" {...form.field('likelihood')} hint="Before an asset’s exposure and what is done against it.">
            {(control) => (
              <span className="block w-56">
                <Select
                  {...control}
                  value={String(values.likelihood)}
                  options={likelihoodWords.map((word, at) => ({ value: String(at + 1), label: `${at + 1} · ${word}` }))}
                  onChange={(event) => set('likelihood', Number(event.target.value))}
                />
              </span>
            )}
          </Field>
          <PlaceFields
            applies={values.applies}
            error={form.field('applies').error ?? null}
            onChange={(applies) => set('applies', applies)}
          />
        </>
      )}
      <ReferencesField
        form={form}
        items={items}
        hint={builtIn ? 'Into your own frameworks. Those that it came with stay.' : 'Items of frameworks where it is described.'}
      />
      <FormActions
        form={form}
        submitLabel={isNew ? 'Add threat' : 'Save'}
        onCancel={() => cancel(isNew ? '/catalogue' : href(values.key))}
      />
      {dialog}
    </form>
  );
}
