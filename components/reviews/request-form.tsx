'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { FormActions, FormNotices } from '#components/data/form/form-notices.tsx';
import { useOperationForm } from '#components/data/form/use-operation-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { showToast } from '#components/ui/toast.ts';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { request } from '#lib/client.ts';
import { dayOf } from '#lib/platform/day-rules.ts';
import type { NewReviewInput } from '#lib/reviews/requesting/schema.ts';
import { type About, aboutInput, stageOf } from './about.ts';
import { AboutFields } from './about-fields.tsx';
import { fittingTemplates, type OfferedTemplate } from './fitting-templates.ts';
import { offeredReviewers, type Reviewers, ReviewersFields } from './reviewers-fields.tsx';

export interface RequestFormProps {
  /** What came with the address; the rest is chosen here. */
  about: About;
  fixed: { subject: boolean; asset: boolean };
  templates: readonly OfferedTemplate[];
  /** They manage reviews somewhere, and may have others asked than those whom a template names. */
  mayAskOthers: boolean;
  /** Where cancelling leads. */
  back: string;
}

type Values = { about: About; template: string; reviewers: Reviewers; due: string; reason: string };

const chosenTemplate = (templates: readonly OfferedTemplate[], about: About, key: string): OfferedTemplate | undefined => {
  const fitting = fittingTemplates(templates, { subject: about.subject, kind: about.asset?.kind ?? null, stage: stageOf(about) });
  return fitting.find((each) => each.key === key) ?? fitting[0];
};

/** Asks for a review: of what, by which template, by whom and until when. */
export function RequestForm({ about, fixed, templates, mayAskOthers, back }: RequestFormProps) {
  const router = useRouter();
  const timeZone = useViewerTimeZone();
  const form = useOperationForm<Values, { id: string }>({
    initial: { about, template: '', reviewers: { by: 'template', people: [], seats: 1 }, due: '', reason: '' },
    check: (values) => {
      const input = aboutInput(values.about);
      return {
        ...('lacks' in input && (input.lacks as Record<string, string>)),
        ...(!chosenTemplate(templates, values.about, values.template) && {
          template: 'No template fits this. Choose something else, or ask for a template of it.',
        }),
        ...(values.reviewers.by === 'hand' &&
          values.reviewers.people.length === 0 && { reviewers: 'Choose somebody, or leave it to the template.' }),
      };
    },
    submit: (values) => request('POST /reviews', inputOf(values, templates, mayAskOthers)),
    onDone: ({ id }) => {
      showToast('Asked for. Whoever is to look at it is told.', { tone: 'good' });
      router.push(`/reviews/${id}`);
    },
  });
  const { values } = form;
  const errorsOf = (name: string) => form.field(name as keyof Values & string).error ?? '';
  const fitting = useMemo(
    () =>
      fittingTemplates(templates, { subject: values.about.subject, kind: values.about.asset?.kind ?? null, stage: stageOf(values.about) }),
    [templates, values.about],
  );
  const template = chosenTemplate(templates, values.about, values.template);
  return (
    <form {...form.form} className="flex max-w-2xl flex-col gap-5">
      <FormNotices form={form} labels={{ about: 'About', template: 'Template', reviewers: 'Reviewers', due: 'Due', reason: 'Reason' }} />
      <AboutFields
        about={values.about}
        fixed={fixed}
        errors={Object.fromEntries(['asset', 'version', 'stage', 'team', 'person', 'acceptance'].map((name) => [name, errorsOf(name)]))}
        onChange={(change) => form.set('about', { ...values.about, ...change })}
      />
      <Field
        label="Template"
        required
        {...form.field('template')}
        hint={
          template
            ? `${template.questions} ${template.questions === 1 ? 'question' : 'questions'}, ${template.quorum} ${template.quorum === 1 ? 'approval' : 'approvals by different people'}, ${template.days} working days. An approval holds for ${template.validityDays} days.`
            : 'None fits what is chosen so far.'
        }
      >
        {(control) => (
          <Select
            {...control}
            disabled={fitting.length === 0}
            placeholder={fitting.length === 0 ? 'No template fits' : undefined}
            options={fitting.map(({ key, name }) => ({ value: key, label: name }))}
            value={template?.key ?? ''}
            onChange={(event) => form.set('template', event.target.value)}
          />
        )}
      </Field>
      {template?.description && <p className="-mt-3 max-w-[72ch] text-muted text-sm">{template.description}</p>}
      <ReviewersFields
        about={values.about}
        template={template?.key ?? null}
        bound={!mayAskOthers && template?.namesReviewers === true}
        reviewers={values.reviewers}
        error={form.field('reviewers').error ?? null}
        onChange={(reviewers) => form.set('reviewers', reviewers)}
      />
      <Field
        label="Why"
        optional
        {...form.field('reason')}
        hint="What whoever looks at it should know: what changed, what to look at most."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            maxLength={4000}
            value={values.reason}
            onChange={(event) => form.set('reason', event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Due"
        optional
        {...form.field('due')}
        hint={template ? `Left empty, ${template.days} working days from today.` : undefined}
      >
        {(control) => (
          <Input
            {...control}
            type="date"
            className="!w-44"
            min={dayOf(new Date().toISOString(), timeZone)}
            value={values.due}
            onChange={(event) => form.set('due', event.target.value)}
            suppressHydrationWarning
          />
        )}
      </Field>
      <FormActions form={form} submitLabel="Ask for the review" onCancel={() => router.push(back)} />
    </form>
  );
}

function inputOf(
  { about, template, reviewers, due, reason }: Values,
  templates: readonly OfferedTemplate[],
  mayAskOthers: boolean,
): NewReviewInput {
  const input = aboutInput(about);
  if (!('about' in input)) throw new Error('Choose what is to be looked at.');
  const chosen = chosenTemplate(templates, about, template);
  return {
    about: input.about,
    template: chosen?.key ?? template,
    reason: reason.trim(),
    ...(due && { due }),
    assignment: assignmentOf(offeredReviewers(reviewers, !mayAskOthers && chosen?.namesReviewers === true)),
  };
}

/** As the API takes it. */
export function assignmentOf({ by, people, seats }: Reviewers): NonNullable<NewReviewInput['assignment']> {
  if (by === 'hand') return { by, people: people.map(({ id }) => id) };
  return by === 'balanced' ? { by, seats } : { by };
}
