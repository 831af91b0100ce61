'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { readFormError } from '#components/data/form/form-error.ts';
import type { BulkFormProps } from '#components/data/list/list-definition.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { MultiCombobox } from '#components/ui/multi-combobox.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { request } from '#lib/client.ts';
import type { ReviewsPreview } from '#lib/reviews/requesting/schema.ts';
import type { Named } from './about.ts';
import { assignmentInput } from './many-input.ts';
import type { ListedReview } from './review-definition.tsx';
import { ShareTable } from './share-table.tsx';

type Props = BulkFormProps<ListedReview>;

async function findPeople(text: string, signal: AbortSignal): Promise<readonly OptionListItem[]> {
  const { people } = await request('GET /directory', { q: text }, { signal });
  return people.map((person) => ({ value: person.id, label: person.name, mark: <Avatar name={person.name} /> }));
}

/** Who shall decide on many reviews, with a preview of who gets what. */
export function AssignForm({ rows, values, setValue }: Props) {
  const people = (Array.isArray(values['people']) ? values['people'] : []) as readonly Named[];
  const [names] = useState(() => new Map<string, string>());
  const find = async (text: string, signal: AbortSignal) => {
    const found = await findPeople(text, signal);
    for (const { value, label } of found) names.set(value, label);
    return found;
  };
  return (
    <>
      <RadioGroup
        name="by"
        legend="Who is asked"
        value={String(values['by'])}
        onChange={(value) => setValue('by', value)}
        options={[
          { value: 'balanced', label: 'Balanced', hint: 'Whoever may decide and has the fewest waiting, then was asked the longest ago.' },
          { value: 'owner_lead', label: 'The lead of the owner’s team' },
          { value: 'hand', label: 'People I choose', hint: 'Each of them gets a seat in each review that they may decide on.' },
        ]}
      />
      {values['by'] === 'hand' && (
        <Field label="People" required>
          {(control) => (
            <MultiCombobox
              {...control}
              label="People"
              values={people.map(({ id }) => id)}
              labels={Object.fromEntries(people.map(({ id, name }) => [id, name]))}
              options={find}
              onChange={(ids) =>
                setValue(
                  'people',
                  ids.map((id) => people.find((each) => each.id === id) ?? { id, name: names.get(id) ?? 'Somebody' }),
                )
              }
            />
          )}
        </Field>
      )}
      <Checkbox
        label="Take away the seats of those who have not decided yet"
        checked={values['replace'] === true}
        onChange={(event) => setValue('replace', event.target.checked)}
      />
      <Preview ids={rows.map(({ id }) => id)} values={values} onAsked={(asked) => setValue('asked', asked)} />
    </>
  );
}

function Preview({ ids, values, onAsked }: { ids: readonly string[]; values: Props['values']; onAsked: (asked: number) => void }) {
  const [preview, setPreview] = useState<ReviewsPreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const tell = useRef(onAsked);
  useEffect(() => {
    tell.current = onAsked;
  });
  const key = JSON.stringify(assignmentInput(ids, values));
  const input = useMemo(() => JSON.parse(key) as ReturnType<typeof assignmentInput>, [key]);
  useEffect(() => {
    setPreview(null);
    setFailure(null);
    if (!input) return;
    const aborter = new AbortController();
    request('POST /reviews/assign/preview', input, { signal: aborter.signal }).then(
      (found) => {
        setPreview(found);
        tell.current(found.asked);
      },
      (thrown) => !aborter.signal.aborted && setFailure(readFormError(thrown).message),
    );
    return () => aborter.abort();
  }, [input]);
  if (!input) return null;
  if (failure) return <Callout tone="danger">{failure}</Callout>;
  if (!preview) return <Skeleton className="h-24" />;
  return (
    <section aria-label="What would come of it" className="flex flex-col gap-2 border-t pt-3">
      <p className="font-medium text-sm" role="status">
        {preview.asked === 0
          ? 'Nothing would be assigned.'
          : preview.asked === 1
            ? '1 review would be assigned.'
            : `${preview.asked} reviews would be assigned.`}
      </p>
      <ShareTable shares={preview.shares} left={preview.left} unassigned={preview.unassigned} />
    </section>
  );
}

export function WithdrawForm({ values, setValue }: Props) {
  return (
    <Field label="Why" optional hint="Whoever was asked reads it.">
      {(control) => (
        <Textarea
          {...control}
          rows={3}
          maxLength={4000}
          value={String(values['note'] ?? '')}
          onChange={(event) => setValue('note', event.target.value)}
        />
      )}
    </Field>
  );
}
