'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Select } from '#components/ui/select.tsx';
import { request } from '#lib/client.ts';
import { type ReviewerWay, reviewerLabels, reviewerWays } from '#lib/reviews/rules.ts';
import type { TemplateReviewer } from '#lib/reviews/schema.ts';
import type { TemplateChoices } from '#lib/reviews/templates/schema.ts';
import { type Names, reviewerWords } from './words.ts';

export interface ReviewerFieldsProps {
  reviewers: readonly TemplateReviewer[];
  choices: TemplateChoices;
  names: Names;
  errorOf: (field: string) => string | null;
  onChange: (reviewers: readonly TemplateReviewer[]) => void;
}

async function findPeople(q: string, signal: AbortSignal) {
  const { people } = await request('GET /directory', { q }, { signal });
  return people.map(({ id, name }) => ({ value: id, label: name }));
}

/** Whom a template asks: each gives one seat, to a person or to all of a role, of whom one claims it. */
export function ReviewerFields({ reviewers, choices, names, errorOf, onChange }: ReviewerFieldsProps) {
  const [met, setMet] = useState<Names>({});
  const known: Names = {
    ...names,
    ...met,
    ...Object.fromEntries([...choices.teamRoles, ...choices.organisationRoles].map(({ key, name }) => [key, name])),
  };
  return (
    <fieldset data-field="reviewers">
      <legend className="mb-1 font-medium text-sm">Who is asked</legend>
      <p className="mb-2 text-muted text-xs">Each line is a seat. Nobody decides on what they asked for, own, registered or implemented.</p>
      {errorOf('reviewers') && <p className="mb-1 text-critical-ink text-xs">{errorOf('reviewers')}</p>}
      {reviewers.length > 0 && (
        <ul className="mb-2 divide-y border-y text-sm">
          {reviewers.map((reviewer, at) => (
            <li
              key={`${JSON.stringify(reviewer)} ${reviewers.slice(0, at).filter((each) => sameSeat(each, reviewer)).length}`}
              className="flex items-center gap-3 py-1.5"
            >
              <span data-field={`reviewers.${at}`} className="min-w-0 flex-1">
                {reviewerWords(reviewer, known)}
                {errorOf(`reviewers.${at}`) && <span className="block text-critical-ink text-xs">{errorOf(`reviewers.${at}`)}</span>}
              </span>
              <IconButton
                label={`Leave out: ${reviewerWords(reviewer, known)}`}
                onClick={() => onChange(reviewers.filter((_, index) => index !== at))}
              >
                <X aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <AddReviewer
        choices={choices}
        onAdd={(reviewer, name) => {
          if (reviewer.by === 'person' && name) setMet({ ...met, [reviewer.userId]: name });
          onChange([...reviewers, reviewer]);
        }}
      />
    </fieldset>
  );
}

const sameSeat = (one: TemplateReviewer, other: TemplateReviewer) => JSON.stringify(one) === JSON.stringify(other);

function AddReviewer({ choices, onAdd }: { choices: TemplateChoices; onAdd: (reviewer: TemplateReviewer, name?: string) => void }) {
  const [by, setBy] = useState<ReviewerWay>('team_lead');
  const [value, setValue] = useState<{ id: string; name: string } | null>(null);
  const roles = by === 'role' ? choices.teamRoles : choices.organisationRoles;
  const chosen = reviewerOf(by, value?.id ?? null);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="w-72 max-w-full">
        <Select
          aria-label="How a reviewer is named"
          value={by}
          options={reviewerWays.map((way) => ({ value: way, label: reviewerLabels[way] }))}
          onChange={(event) => {
            setBy(event.target.value as ReviewerWay);
            setValue(null);
          }}
        />
      </span>
      {(by === 'role' || by === 'organisation_role') && (
        <span className="w-52">
          <Select
            aria-label="Role"
            value={value?.id ?? ''}
            placeholder="Choose a role…"
            options={roles.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={(event) => setValue(event.target.value ? { id: event.target.value, name: '' } : null)}
          />
        </span>
      )}
      {by === 'person' && (
        <span className="w-52">
          <Combobox
            label="Person"
            aria-label="Person"
            value={value?.id ?? null}
            valueLabel={value?.name}
            options={findPeople}
            onChange={(id, item) => setValue(id ? { id, name: item?.label ?? '' } : null)}
          />
        </span>
      )}
      <Button
        icon={<Plus aria-hidden="true" />}
        disabled={!chosen}
        onClick={() => {
          if (!chosen) return;
          onAdd(chosen, value?.name);
          setValue(null);
        }}
      >
        Add
      </Button>
    </div>
  );
}

function reviewerOf(by: ReviewerWay, id: string | null): TemplateReviewer | null {
  switch (by) {
    case 'person':
      return id ? { by, userId: id } : null;
    case 'role':
    case 'organisation_role':
      return id ? { by, role: id } : null;
    default:
      return { by };
  }
}
