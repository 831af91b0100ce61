'use client';

import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { MultiCombobox } from '#components/ui/multi-combobox.tsx';
import { Select } from '#components/ui/select.tsx';
import { levelLabels } from '#lib/assets/rules.ts';
import type { Policy } from '#lib/gates/policies/schema.ts';
import { barLevels, mostDays, mostReviews, type Requirement } from '#lib/gates/rules.ts';
import { type Subject, subjectLabels, subjects } from '#lib/reviews/rules.ts';

export interface RequirementFieldsProps {
  requirement: Requirement;
  choices: Policy['choices'];
  onChange: (next: Requirement) => void;
}

const bars = barLevels.map((value) => ({ value, label: value === 'critical' ? 'Critical' : `${levelLabels[value]} or worse` }));
/** Reviews of these subjects are of an asset's version. */
const offered: readonly Subject[] = subjects.filter((subject) => subject !== 'access' && subject !== 'acceptance');

/** What a requirement of a gate asks for, by its type. */
export function RequirementFields({ requirement, choices, onChange }: RequirementFieldsProps) {
  switch (requirement.type) {
    case 'controls_verified':
      return (
        <Choose
          label="Which controls"
          options={choices.controls.map(({ key, name }) => ({ value: key, label: name }))}
          values={requirement.controls}
          onChange={(controls) => onChange({ ...requirement, controls })}
        />
      );
    case 'no_open_risk':
    case 'no_signal':
      return (
        <Field
          label={requirement.type === 'no_signal' ? 'No signal that is' : 'No open risk that is'}
          name={`${requirement.key}-level`}
          className="w-56"
        >
          {(control) => (
            <Select
              {...control}
              options={bars}
              value={requirement.level}
              onChange={(event) => onChange({ ...requirement, level: barLevels.find((each) => each === event.target.value) ?? 'high' })}
            />
          )}
        </Field>
      );
    case 'reviews_approved':
      return <ReviewFields requirement={requirement} choices={choices} onChange={onChange} />;
    case 'evidence_younger':
      return (
        <Field label="No older than, in days" name={`${requirement.key}-days`} className="w-44">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              max={mostDays}
              value={requirement.days || ''}
              onChange={(event) => onChange({ ...requirement, days: Number(event.target.value) })}
            />
          )}
        </Field>
      );
    case 'complete_digests':
      return null;
  }
}

type Reviews = Extract<Requirement, { type: 'reviews_approved' }>;

function ReviewFields({
  requirement,
  choices,
  onChange,
}: {
  requirement: Reviews;
  choices: Policy['choices'];
  onChange: (next: Requirement) => void;
}) {
  const bySubject = requirement.subject !== null;
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-3">
      <Field label="How many" name={`${requirement.key}-count`} className="w-24">
        {(control) => (
          <Input
            {...control}
            type="number"
            min={1}
            max={mostReviews}
            value={requirement.count || ''}
            onChange={(event) => onChange({ ...requirement, count: Number(event.target.value) })}
          />
        )}
      </Field>
      <Field label="Of" name={`${requirement.key}-subject`} className="w-56">
        {(control) => (
          <Select
            {...control}
            options={[
              ...offered.map((value) => ({ value, label: `Any review: ${subjectLabels[value].toLowerCase()}` })),
              { value: '', label: 'Certain templates' },
            ]}
            value={requirement.subject ?? ''}
            onChange={(event) => {
              const subject = offered.find((each) => each === event.target.value) ?? null;
              onChange({ ...requirement, subject, templates: subject ? [] : requirement.templates });
            }}
          />
        )}
      </Field>
      {!bySubject && (
        <Choose
          label="Templates"
          options={choices.templates.map(({ key, name }) => ({ value: key, label: name }))}
          values={requirement.templates}
          onChange={(templates) => onChange({ ...requirement, templates })}
        />
      )}
    </div>
  );
}

type ChooseProps = {
  label: string;
  options: readonly { value: string; label: string }[];
  values: string[];
  onChange: (values: string[]) => void;
};

function Choose({ label, options, values, onChange }: ChooseProps) {
  const names = Object.fromEntries(options.map(({ value, label: name }) => [value, name]));
  return (
    <Field label={label} name={label.toLowerCase()} className="min-w-0 sm:min-w-64 sm:max-w-full">
      {(control) => (
        <MultiCombobox
          {...control}
          label={label}
          values={values}
          labels={names}
          options={options}
          onChange={(next) => onChange([...next])}
        />
      )}
    </Field>
  );
}
