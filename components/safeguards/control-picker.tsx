'use client';

import { useRef } from 'react';
import { Combobox } from '#components/ui/combobox.tsx';
import type { FieldControl } from '#components/ui/field.tsx';
import type { OptionListItem } from '#components/ui/option-list.tsx';
import { request } from '#lib/client.ts';
import type { ControlNames } from '#lib/risks/safeguards/schema.ts';

export type PickedControl = ControlNames['controls'][number];

export interface ControlPickerProps {
  control: FieldControl;
  value: PickedControl | null;
  onChange: (control: PickedControl | null) => void;
  /** Keys that are not offered. */
  without?: readonly string[];
}

/** Chooses a control of the catalogue by its name; they are asked for once. */
export function ControlPicker({ control, value, onChange, without = [] }: ControlPickerProps) {
  const loaded = useRef<Promise<readonly PickedControl[]> | null>(null);
  const known = useRef<readonly PickedControl[]>([]);

  async function find(text: string): Promise<readonly OptionListItem[]> {
    loaded.current ??= request('GET /safeguards/controls', {}).then(({ controls }) => controls);
    known.current = await loaded.current.catch((error: unknown) => {
      loaded.current = null;
      throw error;
    });
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return known.current
      .filter(({ key, name }) => !without.includes(key) && words.every((word) => `${name} ${key}`.toLowerCase().includes(word)))
      .map(({ key, name }) => ({ value: key, label: name }));
  }

  return (
    <Combobox
      {...control}
      label="Control"
      value={value?.key ?? null}
      valueLabel={value?.name ?? <span className="text-faint">Choose a control</span>}
      options={find}
      onChange={(key) => onChange(known.current.find((each) => each.key === key) ?? null)}
    />
  );
}
