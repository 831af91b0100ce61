'use client';

import { useId, useState } from 'react';
import { Field } from '#components/ui/field.tsx';
import { MultiCombobox } from '#components/ui/multi-combobox.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { request } from '#lib/client.ts';
import { type AssignmentWay, anyRole, assignmentLabels, assignmentWays } from '#lib/reviews/rules.ts';
import type { Assignment } from '#lib/reviews/schema.ts';

export interface AssignmentFieldsProps {
  assignment: Assignment;
  roles: readonly { key: string; name: string }[];
  names: Readonly<Record<string, string>>;
  error: string | null;
  onChange: (assignment: Assignment) => void;
}

function blank(by: AssignmentWay): Assignment {
  switch (by) {
    case 'hand':
      return { by, people: [] };
    case 'pool':
      return { by, role: anyRole };
    case 'balanced':
      return { by, seats: 1, among: [] };
    default:
      return { by };
  }
}

/** Who gets the seats of the reviews that a schedule asks for. */
export function AssignmentFields({ assignment, roles, names, error, onChange }: AssignmentFieldsProps) {
  const name = useId();
  const [met, setMet] = useState<Readonly<Record<string, string>>>(names);
  const people = async (q: string, signal: AbortSignal) => {
    const found = await request('GET /directory', { q }, { signal });
    setMet((known) => ({ ...known, ...Object.fromEntries(found.people.map((person) => [person.id, person.name])) }));
    return found.people.map((person) => ({ value: person.id, label: person.name }));
  };
  return (
    <div data-field="assignment" className="flex flex-col gap-3">
      <RadioGroup
        name={name}
        legend="Who is asked"
        value={assignment.by}
        onChange={(by) => onChange(blank(by as AssignmentWay))}
        options={assignmentWays.map((way) => ({ value: way, label: assignmentLabels[way] }))}
      />
      {assignment.by === 'hand' && (
        <MultiCombobox
          label="People"
          values={assignment.people}
          labels={met}
          options={people}
          onChange={(chosen) => onChange({ by: 'hand', people: [...chosen] })}
        />
      )}
      {assignment.by === 'pool' && (
        <Field label="Role">
          {(control) => (
            <span className="block w-64">
              <Select
                {...control}
                value={assignment.role}
                options={[
                  { value: anyRole, label: 'Any role that may decide' },
                  ...roles.map(({ key, name: label }) => ({ value: key, label })),
                ]}
                onChange={(event) => onChange({ by: 'pool', role: event.target.value })}
              />
            </span>
          )}
        </Field>
      )}
      {assignment.by === 'balanced' && (
        <Field label="People for each review">
          {(control) => (
            <span className="block w-24">
              <Select
                {...control}
                value={String(assignment.seats)}
                options={[1, 2, 3, 4, 5].map((seats) => ({ value: String(seats), label: String(seats) }))}
                onChange={(event) => onChange({ ...assignment, seats: Number(event.target.value) })}
              />
            </span>
          )}
        </Field>
      )}
      {error && <p className="text-critical-ink text-xs">{error}</p>}
    </div>
  );
}
