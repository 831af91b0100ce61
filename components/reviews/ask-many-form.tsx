'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { readFormError } from '#components/data/form/form-error.ts';
import type { BulkFormProps } from '#components/data/list/list-definition.ts';
import { Callout } from '#components/ui/callout.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useViewerTimeZone } from '#components/ui/viewer.tsx';
import { stageLabels, stages } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import { dayOf } from '#lib/platform/day-rules.ts';
import type { ReviewsPreview } from '#lib/reviews/requesting/schema.ts';
import { subjectLabels } from '#lib/reviews/rules.ts';
import type { TemplateRow } from '#lib/reviews/templates/schema.ts';
import { type ManyOf, manyInput, subjectsOf } from './many-input.ts';
import { ShareTable } from './share-table.tsx';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** By which template many are asked for, and of whom; what would come of it stands below as one chooses. */
export function AskManyForm({ rows, values, setValue }: BulkFormProps<{ id: string }>) {
  const of = values['of'] as ManyOf;
  const timeZone = useViewerTimeZone();
  const [templates, setTemplates] = useState<readonly TemplateRow[] | null>(null);
  useEffect(() => {
    const aborter = new AbortController();
    request('GET /reviews/templates', { state: 'on', subject: subjectsOf[of].join(',') }, { signal: aborter.signal }).then(
      (found) => setTemplates(found.templates),
      () => !aborter.signal.aborted && setTemplates([]),
    );
    return () => aborter.abort();
  }, [of]);
  if (!templates) return <Skeleton className="h-40" />;
  const chosen = templates.find(({ key }) => key === values['template']);
  const bySubject = subjectsOf[of].flatMap((subject) =>
    templates
      .filter((each) => each.subject === subject)
      .map(({ key, name }) => ({ value: key, label: subjectsOf[of].length > 1 ? `${subjectLabels[subject]}: ${name}` : name })),
  );
  return (
    <>
      <Field
        label="Template"
        required
        hint={
          chosen
            ? `${chosen.questions} questions, ${chosen.quorum === 1 ? '1 approval' : `${chosen.quorum} approvals`}, ${chosen.days} working days.`
            : undefined
        }
      >
        {(control) => (
          <Select
            {...control}
            placeholder="Choose a template"
            options={bySubject}
            value={text(values['template'])}
            onChange={(event) => {
              const next = templates.find(({ key }) => key === event.target.value);
              setValue('template', event.target.value);
              setValue('subject', next?.subject);
              setValue('stage', next?.subject === 'transition' && next.stages.length === 1 ? next.stages[0] : '');
            }}
          />
        )}
      </Field>
      {values['subject'] === 'transition' && (
        <Field label="To the stage" required>
          {(control) => (
            <Select
              {...control}
              placeholder="Choose a stage"
              options={stages.map((value) => ({ value, label: stageLabels[value] }))}
              value={text(values['stage'])}
              onChange={(event) => setValue('stage', event.target.value)}
            />
          )}
        </Field>
      )}
      <RadioGroup
        name="by"
        legend="Who is asked"
        value={text(values['by'])}
        onChange={(value) => setValue('by', value)}
        options={[
          { value: 'template', label: 'As the template says' },
          { value: 'balanced', label: 'Balanced', hint: 'The fewest waiting, then asked the longest ago.' },
          { value: 'owner_lead', label: 'The lead of the owner’s team' },
        ]}
      />
      <Field label="Due" optional hint={chosen ? `Left empty, ${chosen.days} working days from today.` : undefined}>
        {(control) => (
          <Input
            {...control}
            type="date"
            className="!w-44"
            min={dayOf(new Date().toISOString(), timeZone)}
            value={text(values['due'])}
            onChange={(event) => setValue('due', event.target.value)}
            suppressHydrationWarning
          />
        )}
      </Field>
      <Preview of={of} ids={rows.map(({ id }) => id)} values={values} onAsked={(asked) => setValue('asked', asked)} />
    </>
  );
}

function Preview({
  of,
  ids,
  values,
  onAsked,
}: {
  of: ManyOf;
  ids: readonly string[];
  values: BulkFormProps<{ id: string }>['values'];
  onAsked: (asked: number) => void;
}) {
  const [preview, setPreview] = useState<ReviewsPreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const tell = useRef(onAsked);
  useEffect(() => {
    tell.current = onAsked;
  });
  const input = manyInput(of, ids, values);
  const key = input && JSON.stringify({ ...input, reason: '', due: undefined });
  const asked = useMemo(() => (key ? (JSON.parse(key) as NonNullable<typeof input>) : null), [key]);
  useEffect(() => {
    setPreview(null);
    if (!asked) return;
    const aborter = new AbortController();
    request('POST /reviews/bulk/preview', asked, { signal: aborter.signal }).then(
      (found) => {
        setPreview(found);
        setFailure(null);
        tell.current(found.asked);
      },
      (thrown) => !aborter.signal.aborted && setFailure(readFormError(thrown).message),
    );
    return () => aborter.abort();
  }, [asked]);
  if (!asked) return null;
  if (failure) return <Callout tone="danger">{failure}</Callout>;
  if (!preview) return <Skeleton className="h-24" />;
  return (
    <section aria-label="What would come of it" className="flex flex-col gap-2 border-t pt-3">
      <p className="font-medium text-sm" role="status">
        {preview.asked === 0
          ? 'None can be asked for.'
          : preview.asked === 1
            ? '1 review would be asked for.'
            : `${preview.asked} reviews would be asked for.`}
      </p>
      <ShareTable shares={preview.shares} left={preview.left} unassigned={preview.unassigned} />
    </section>
  );
}
