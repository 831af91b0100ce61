'use client';

import { Avatar } from '#components/ui/avatar.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import type { FieldControl } from '#components/ui/field.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { request } from '#lib/client.ts';

export type PickedPerson = { id: string; name: string };

export interface PersonPickerProps {
  control: FieldControl;
  label: string;
  /** Undefined: not chosen yet. Null: nobody. */
  value: PickedPerson | null | undefined;
  onChange: (person: PickedPerson | null) => void;
}

async function findPeople(text: string, signal: AbortSignal): Promise<readonly OptionListItem[]> {
  const { people } = await request('GET /directory', { q: text }, { signal });
  return people.map((person) => ({
    value: person.id,
    label: person.name,
    mark: <Avatar name={person.name} />,
    aside: person.email.split('@')[0],
  }));
}

const undecided = 'undecided';

/** Chooses one person of the directory, searched on the server, or nobody. */
export function PersonPicker({ control, label, value, onChange }: PersonPickerProps) {
  return (
    <Combobox
      {...control}
      label={label}
      value={value === undefined ? undecided : (value?.id ?? null)}
      valueLabel={value?.name ?? <span className="text-faint">Choose a person</span>}
      options={findPeople}
      noneLabel="Nobody"
      onChange={(id, item) => onChange(id && item ? { id, name: item.label } : null)}
    />
  );
}
