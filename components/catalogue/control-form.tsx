'use client';

import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { Field } from '#components/ui/field.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { type Effect, EffectFields, type ReducibleThreat } from './effect-fields.tsx';
import { useReferringForm } from './use-referring-form.ts';
import { valueWords } from './words.ts';
import { type EntryWords, ReferencesField, WordsFields } from './words-fields.tsx';

export type ControlValues = EntryWords & { evidence: string; mitigates: readonly Effect[] };

export interface ControlFormProps {
  initial: ControlValues;
  /** The version that is edited; null for a new control. */
  version: number | null;
  /** Of a built-in entry the references that it came with, which stay; null for one of one's own. */
  shipped?: readonly string[] | null;
  items: readonly OptionListItem[];
  threats: readonly ReducibleThreat[];
}

const labels = {
  name: 'Name',
  summary: 'Summary',
  description: 'What is done',
  evidence: 'Evidence expected',
  mitigates: 'What it reduces',
  references: 'References',
};

/** A control of one's own, new or edited; of a built-in one, what it reduces and the references into one's own frameworks. */
export function ControlForm({ initial, version, shipped = null, items, threats }: ControlFormProps) {
  const { form, dialog, cancel, isNew, builtIn, href } = useReferringForm<ControlValues>('control', {
    initial,
    version,
    shipped,
  });
  const { values, set } = form;
  return (
    <form {...form.form} className="flex max-w-3xl flex-col gap-5">
      <FormNotices form={form} labels={labels} show={valueWords} />
      {!builtIn && (
        <>
          <WordsFields
            form={form}
            isNew={isNew}
            description={{ label: 'What is done', hint: 'What somebody who implements it has to do.' }}
          />
          <Field label="Evidence expected" {...form.field('evidence')} hint="What shows that it is there." required>
            {(control) => (
              <Textarea {...control} maxLength={600} value={values.evidence} onChange={(event) => set('evidence', event.target.value)} />
            )}
          </Field>
        </>
      )}
      <EffectFields
        effects={values.mitigates}
        threats={threats}
        error={form.field('mitigates').error ?? null}
        onChange={(mitigates) => set('mitigates', mitigates)}
      />
      <ReferencesField
        form={form}
        items={items}
        hint={builtIn ? 'Into your own frameworks. Those that it came with stay.' : 'Items of frameworks that it serves.'}
      />
      <FormActions
        form={form}
        submitLabel={isNew ? 'Add control' : 'Save'}
        onCancel={() => cancel(isNew ? '/catalogue/controls' : href(values.key))}
      />
      {dialog}
    </form>
  );
}
