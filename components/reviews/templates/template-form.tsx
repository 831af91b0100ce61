'use client';

import { useRouter } from 'next/navigation';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { MultiCombobox } from '#components/ui/multi-combobox.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { type Kind, kindLabels, kinds, type Stage, stageLabels, stages } from '#lib/assets/rules.ts';
import { RequestError, request } from '#lib/client.ts';
import { type Subject, subjectLabels, subjects } from '#lib/reviews/rules.ts';
import type { TemplateContent } from '#lib/reviews/schema.ts';
import { itemIdOf } from '#lib/reviews/templates/rules.ts';
import type { TemplateChoices } from '#lib/reviews/templates/schema.ts';
import { ChecklistFields } from './checklist-fields.tsx';
import { ReviewerFields } from './reviewer-fields.tsx';
import { contentLabels, contentWords, type Names } from './words.ts';

type Values = TemplateContent & { subject: Subject };

export interface TemplateFormProps {
  initial: Values;
  /** What is edited; null for a new template. */
  edited: { key: string; version: number } | null;
  copyOf?: string | null;
  choices: TemplateChoices;
  names: Names;
}

const optionsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** Refusals name places within the content; the form is the content. */
function withoutPrefix(thrown: unknown): unknown {
  if (!(thrown instanceof RequestError) || !thrown.details.fields) return thrown;
  const fields = Object.fromEntries(Object.entries(thrown.details.fields).map(([name, text]) => [name.replace(/^content\./, ''), text]));
  return Object.assign(thrown, { details: { ...thrown.details, fields } });
}

/** The editor of a template: what it asks, of whom, by when. */
export function TemplateForm({ initial, edited, copyOf = null, choices, names }: TemplateFormProps) {
  const router = useRouter();
  const form = useOperationForm<Values, { key: string; number: number }>({
    initial,
    version: edited?.version,
    submit: async ({ subject, ...content }, _, version) => {
      const said = { ...content, kinds: [...content.kinds], stages: [...content.stages], items: named(content.items, initial.items) };
      try {
        return edited
          ? await request('PATCH /reviews/templates/{key}', { key: edited.key, version: version ?? edited.version, content: said })
          : await request('POST /reviews/templates', { subject, content: said, ...(copyOf && { copyOf }) });
      } catch (thrown) {
        throw withoutPrefix(thrown);
      }
    },
    onDone: ({ key, number }) => {
      showToast(edited ? `Saved as version ${number}.` : 'The template is added.', { tone: 'good' });
      router.push(`/reviews/templates/${key}`);
      router.refresh();
    },
  });
  const { values, set } = form;
  // Places within the lists are no names of values, and are refused by name all the same.
  const errorOf = (place: string) => form.field(place as keyof Values & string).error ?? null;
  const bearsOnAssets = values.subject !== 'access' && values.subject !== 'acceptance';
  return (
    <form {...form.form} className="flex max-w-3xl flex-col gap-6">
      <FormNotices
        form={form}
        labels={contentLabels}
        show={(name, value) => <span className="whitespace-pre-line">{contentWords(name, value, names)}</span>}
      />
      <Field label="Name" {...form.field('name')} required>
        {(control) => <Input {...control} maxLength={120} value={values.name} onChange={(event) => set('name', event.target.value)} />}
      </Field>
      {!edited && (
        <Field label="About" {...form.field('subject')} hint="What a review by it looks at. It stays for good.">
          {(control) => (
            <span className="block w-56">
              <Select
                {...control}
                value={values.subject}
                options={subjects.map((subject) => ({ value: subject, label: subjectLabels[subject] }))}
                onChange={(event) => set('subject', event.target.value as Subject)}
              />
            </span>
          )}
        </Field>
      )}
      <Field label={contentLabels.description} {...form.field('description')} optional>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={2000}
            value={values.description}
            onChange={(event) => set('description', event.target.value)}
          />
        )}
      </Field>
      {bearsOnAssets && (
        <div className="grid gap-6 sm:grid-cols-2">
          <Field label="Kinds" {...form.field('kinds')} hint="None: it fits every kind.">
            {(control) => (
              <MultiCombobox
                {...control}
                label="Kinds"
                values={values.kinds}
                labels={kindLabels}
                options={optionsOf(kindLabels)}
                onChange={(given) => set('kinds', kinds.filter((kind) => given.includes(kind)) as Kind[])}
              />
            )}
          </Field>
          <Field
            label={values.subject === 'transition' ? 'Stages it leads to' : 'Stages'}
            {...form.field('stages')}
            hint="None: it fits every stage."
          >
            {(control) => (
              <MultiCombobox
                {...control}
                label="Stages"
                values={values.stages}
                labels={stageLabels}
                options={optionsOf(stageLabels)}
                onChange={(given) => set('stages', stages.filter((stage) => given.includes(stage)) as Stage[])}
              />
            )}
          </Field>
        </div>
      )}
      <ReviewerFields
        reviewers={values.reviewers}
        choices={choices}
        names={names}
        errorOf={errorOf}
        onChange={(reviewers) => set('reviewers', [...reviewers])}
      />
      <div className="grid gap-6 sm:grid-cols-3">
        <NumberField form={form} name="quorum" label="Approvals needed" hint="By different people." most={20} />
        <NumberField form={form} name="days" label="Due within" hint="Working days." most={90} />
        <NumberField form={form} name="validityDays" label="An approval holds" hint="Calendar days." most={1095} />
      </div>
      <ChecklistFields
        items={values.items}
        controls={choices.controls.map(({ key, name }) => ({ value: key, label: name }))}
        errorOf={errorOf}
        onChange={(items) => set('items', [...items])}
      />
      <div className="sticky bottom-0 -mx-1 border-t bg-canvas px-1 py-3">
        <FormActions
          form={form}
          submitLabel={edited ? 'Save as a new version' : 'Add template'}
          onCancel={() => router.push(edited ? `/reviews/templates/${edited.key}` : '/reviews/templates')}
        />
      </div>
    </form>
  );
}

/** New questions are called by their words; those that were there keep their id, so that versions can be compared. */
function named(items: TemplateContent['items'], before: TemplateContent['items']): TemplateContent['items'] {
  const kept = before.map(({ id }) => id);
  const taken = [...kept];
  return items.map((item) => {
    if (kept.includes(item.id)) return item;
    const id = itemIdOf(item.question, taken);
    taken.push(id);
    return { ...item, id };
  });
}

function NumberField({
  form,
  name,
  label,
  hint,
  most,
}: {
  form: ReturnType<typeof useOperationForm<Values, { key: string; number: number }>>;
  name: 'quorum' | 'days' | 'validityDays';
  label: string;
  hint: string;
  most: number;
}) {
  return (
    <Field label={label} {...form.field(name)} hint={hint}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={1}
          max={most}
          value={Number.isNaN(form.values[name]) ? '' : form.values[name]}
          onChange={(event) => form.set(name, event.target.valueAsNumber)}
        />
      )}
    </Field>
  );
}
