'use client';

import { useState } from 'react';
import type { BulkFormProps } from '#components/data/list/list-definition.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { criticalities, criticalityLabels } from '#lib/assets/rules.ts';
import type { ListedAsset } from './asset-definition.tsx';
import { PersonPicker, type PickedPerson } from './person-picker.tsx';
import { TagsInput } from './tags-input.tsx';
import { TeamSelect } from './team-select.tsx';

type Props = BulkFormProps<ListedAsset>;

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);

export function OwnerForm({ setValue }: Props) {
  const [person, setPerson] = useState<PickedPerson | null>();
  return (
    <Field label="New owner" name="ownerId" hint="Whoever it is answers for the asset. Nobody is possible, and counts as a gap.">
      {(control) => (
        <PersonPicker
          control={control}
          label="New owner"
          value={person}
          onChange={(next) => {
            setPerson(next);
            setValue('ownerId', next?.id ?? null);
          }}
        />
      )}
    </Field>
  );
}

export function CriticalityForm({ values, setValue }: Props) {
  return (
    <Field
      label="New criticality"
      name="criticality"
      hint="How much it would hurt the organisation if the asset were lost, leaked or wrong."
    >
      {(control) => (
        <Select
          {...control}
          placeholder="Choose a criticality"
          options={criticalities.map((value) => ({ value: String(value), label: criticalityLabels[value] ?? String(value) }))}
          value={String(values['criticality'] ?? '')}
          onChange={(event) => setValue('criticality', Number(event.target.value))}
        />
      )}
    </Field>
  );
}

export function TagsForm({ values, setValue }: Props) {
  return (
    <>
      <Field label="Add" name="add">
        {(control) => <TagsInput control={control} value={strings(values['add'])} onChange={(tags) => setValue('add', tags)} />}
      </Field>
      <Field label="Remove" name="remove" hint="From those that carry it.">
        {(control) => (
          <TagsInput
            control={control}
            value={strings(values['remove'])}
            onChange={(tags) => setValue('remove', tags)}
            placeholder="Remove a tag"
          />
        )}
      </Field>
    </>
  );
}

export function TeamForm({ values, setValue }: Props) {
  return <TeamSelect value={String(values['teamId'] ?? '')} onChange={(teamId) => setValue('teamId', teamId)} />;
}
