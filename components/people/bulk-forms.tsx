'use client';

import { useState } from 'react';
import { RoleSelect } from '#components/access/role-select.tsx';
import { PersonPicker, type PickedPerson } from '#components/assets/person-picker.tsx';
import type { BulkFormProps } from '#components/data/list/list-definition.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Field } from '#components/ui/field.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import type { PersonRow } from '#lib/access/users/list/schema.ts';
import { TeamField } from './team-field.tsx';

type Props = BulkFormProps<PersonRow>;
const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function RoleForm({ values, setValue }: Props) {
  return (
    <Field label="Organisation role" name="role" hint="You can give only what you hold yourself.">
      {(control) => (
        <RoleSelect control={control} scope="organisation" value={text(values['role'])} onChange={(role) => setValue('role', role)} />
      )}
    </Field>
  );
}

export function TeamForm({ values, setValue }: Props) {
  return (
    <>
      <TeamField value={text(values['teamId'])} onChange={(teamId) => setValue('teamId', teamId)} />
      <Field label="Role in the team" name="role">
        {(control) => <RoleSelect control={control} value={text(values['role'])} onChange={(role) => setValue('role', role)} />}
      </Field>
    </>
  );
}

/** Who takes over, and what else ends: for one person or many. */
export function LeavingForm({ values, setValue }: Pick<Props, 'values' | 'setValue'>) {
  const [person, setPerson] = useState<PickedPerson | null>();
  const handOver = values['handOver'] === true;
  return (
    <>
      <RadioGroup
        name="handOver"
        legend="What they own"
        value={handOver ? 'yes' : 'no'}
        onChange={(value) => {
          setValue('handOver', value === 'yes');
          setValue('successorId', value === 'yes' ? (person?.id ?? null) : null);
        }}
        options={[
          { value: 'no', label: 'Keep under their name', hint: 'It can be given to others later, from the list of assets.' },
          { value: 'yes', label: 'Move to somebody else' },
        ]}
      />
      {handOver && (
        <Field label="Who takes over" name="successorId">
          {(control) => (
            <PersonPicker
              control={control}
              label="Who takes over"
              value={person}
              onChange={(next) => {
                setPerson(next);
                setValue('successorId', next?.id ?? null);
              }}
            />
          )}
        </Field>
      )}
      <Checkbox
        className="items-start!"
        label={
          <span>
            Also revoke tokens of service accounts that they made
            <span className="block text-muted text-xs">
              They saw these tokens and may have kept copies. Whatever uses them stops working.
            </span>
          </span>
        }
        checked={values['revokeKnownTokens'] === true}
        onChange={(event) => setValue('revokeKnownTokens', event.target.checked)}
      />
    </>
  );
}
