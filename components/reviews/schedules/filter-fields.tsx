'use client';

import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { MultiCombobox } from '#components/ui/multi-combobox.tsx';
import { dataClassLabels, exposureLabels, kindLabels, stageLabels } from '#lib/assets/rules.ts';
import { joinValues, splitValues } from '#lib/platform/values.ts';

export interface FilterFieldsProps {
  filter: string;
  error: string | null;
  onChange: (filter: string) => void;
}

const parts = [
  { name: 'kind', label: 'Kinds', labels: kindLabels },
  { name: 'stage', label: 'Stages', labels: stageLabels },
  { name: 'exposure', label: 'Exposures', labels: exposureLabels },
  { name: 'dataClass', label: 'Data classes', labels: dataClassLabels },
] as const;

const optionsOf = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** The filter with other values for one of its parts; what it says beside stays. */
function withPart(filter: string, name: string, values: readonly string[]): string {
  const said = new URLSearchParams(filter.replace(/^.*\?/, ''));
  if (values.length > 0) said.set(name, joinValues(values));
  else said.delete(name);
  return said.toString();
}

/** Which assets of the team: by what they are, or by whatever else the list of assets can filter by. */
export function FilterFields({ filter, error, onChange }: FilterFieldsProps) {
  const said = new URLSearchParams(filter.replace(/^.*\?/, ''));
  return (
    <fieldset data-field="filter" className="flex flex-col gap-4">
      <legend className="mb-1 font-medium text-sm">Which assets of the team</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        {parts.map(({ name, label, labels }) => (
          <Field key={name} label={label}>
            {(control) => (
              <MultiCombobox
                {...control}
                label={label}
                values={splitValues(said.get(name) ?? '')}
                labels={labels}
                options={optionsOf(labels)}
                onChange={(values) => onChange(withPart(filter, name, values))}
              />
            )}
          </Field>
        ))}
      </div>
      <Field
        label="As the address of the asset list says it"
        error={error}
        hint="Filter the list of assets, and paste its address here: whatever it can filter by counts."
        optional
      >
        {(control) => (
          <Input
            {...control}
            mono
            maxLength={2000}
            placeholder="kind=model&stage=monitor"
            value={filter}
            onChange={(event) => onChange(event.target.value.replace(/^.*\?/, ''))}
          />
        )}
      </Field>
    </fieldset>
  );
}
