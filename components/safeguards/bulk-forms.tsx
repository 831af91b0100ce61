'use client';

import { useState } from 'react';
import { PersonPicker, type PickedPerson } from '#components/assets/person-picker.tsx';
import type { BulkFormProps } from '#components/data/list/list-definition.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { ListedSafeguard } from './safeguard-definition.tsx';

type Props = BulkFormProps<ListedSafeguard>;

export function OwnerForm({ setValue }: Props) {
  const [person, setPerson] = useState<PickedPerson | null>();
  return (
    <Field label="New owner" name="ownerId" hint="Whoever it is answers for it that the control is in place.">
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

export function DueForm({ values, setValue }: Props) {
  return (
    <Field label="Due" name="day" hint="To the end of that day. Leave empty for no due date.">
      {(control) => (
        <Input {...control} type="date" value={String(values['day'] ?? '')} onChange={(event) => setValue('day', event.target.value)} />
      )}
    </Field>
  );
}
