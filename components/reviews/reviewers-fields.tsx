'use client';

import { useMemo, useState } from 'react';
import { Callout } from '#components/ui/callout.tsx';
import { Input } from '#components/ui/input.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { request } from '#lib/client.ts';
import { type About, aboutInput, type Named } from './about.ts';
import { CandidateList } from './candidate-list.tsx';
import { useCandidates } from './use-candidates.ts';

/** Who is to be asked. `people` counts where they are chosen by hand. */
export type Reviewers = { by: 'template' | 'hand' | 'balanced'; people: readonly Named[]; seats: number };

/** What stands of a choice once the template says who decides: it leaves nothing to be balanced. */
export const offeredReviewers = (reviewers: Reviewers, bound: boolean): Reviewers =>
  bound && reviewers.by === 'balanced' ? { ...reviewers, by: 'template' } : reviewers;

export interface ReviewersFieldsProps {
  about: About;
  template: string | null;
  /** The template says who decides, and whoever asks may not have others asked. */
  bound: boolean;
  reviewers: Reviewers;
  error: string | null;
  onChange: (reviewers: Reviewers) => void;
}

/** Who is asked to decide: as the template says, people by hand with what waits for each, or whoever has the least. */
export function ReviewersFields({ about, template, bound, reviewers: chosen, error, onChange }: ReviewersFieldsProps) {
  const reviewers = offeredReviewers(chosen, bound);
  return (
    <div data-field="reviewers" className="flex flex-col gap-3">
      <RadioGroup
        name="reviewers"
        legend="Who is asked"
        value={reviewers.by}
        onChange={(value) => onChange({ ...reviewers, by: value as Reviewers['by'] })}
        options={[
          {
            value: 'template',
            label: 'As the template says',
            hint: 'Its roles and people; of a pool, whoever holds the role may claim it.',
          },
          ...(bound
            ? []
            : [
                {
                  value: 'balanced',
                  label: 'Balanced',
                  hint: 'Whoever may decide and has the fewest reviews waiting, then was asked the longest ago.',
                },
              ]),
          {
            value: 'hand',
            label: 'People I choose',
            hint: bound ? 'Among those whom the template names: it says who decides.' : undefined,
          },
        ]}
      />
      {reviewers.by === 'hand' && <ByHand about={about} template={template} reviewers={reviewers} onChange={onChange} />}
      {error && (
        <p role="alert" className="text-critical-ink text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

function ByHand({ about, template, reviewers, onChange }: Omit<ReviewersFieldsProps, 'error' | 'bound'>) {
  const [q, setQ] = useState('');
  const input = aboutInput(about);
  const asked = 'about' in input && template ? JSON.stringify({ about: input.about, template }) : null;
  const load = useMemo(() => {
    if (asked === null) return null;
    const of = JSON.parse(asked) as { about: Extract<ReturnType<typeof aboutInput>, { about: unknown }>['about']; template: string };
    return (name: string, signal: AbortSignal) => request('POST /reviews/candidates', { ...of, q: name }, { signal });
  }, [asked]);
  const { found, failure } = useCandidates(load, q);
  if (!load) return <p className="text-muted text-sm">Choose first what is to be looked at: who may decide depends on it.</p>;
  const { people } = reviewers;
  const toggle = (person: Named) =>
    onChange({
      ...reviewers,
      people: people.some(({ id }) => id === person.id) ? people.filter(({ id }) => id !== person.id) : [...people, person],
    });
  return (
    <div className="flex flex-col gap-2">
      {people.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {people.map((person) => (
            <Tag key={person.id} onRemove={() => toggle(person)}>
              {person.name}
            </Tag>
          ))}
        </div>
      )}
      <Input
        type="search"
        aria-label="Find somebody by name"
        placeholder="Find by name…"
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {failure && <Callout tone="danger">{failure}</Callout>}
      {found ? (
        <CandidateList
          candidates={found}
          chosen={people.map(({ id }) => ({ userId: id }))}
          peopleOnly
          onToggle={(choice, name) => 'userId' in choice && toggle({ id: choice.userId, name })}
        />
      ) : (
        !failure && <Skeleton className="h-40" />
      )}
    </div>
  );
}
