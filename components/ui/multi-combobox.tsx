'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import type { FieldControl } from './field.tsx';
import { OptionList } from './option-list.tsx';
import { Popover } from './popover.tsx';
import { Tag } from './tag.tsx';
import { type OptionSource, useOptions } from './use-options.ts';

export interface MultiComboboxProps extends Partial<FieldControl> {
  /** What is chosen here, in the plural: "Tags". */
  label: string;
  values: readonly string[];
  /** Words for values that are ids. */
  labels?: Readonly<Record<string, string>>;
  options: OptionSource;
  onChange: (values: readonly string[]) => void;
  /** Lets what was typed become a value: for tags. */
  creatable?: boolean;
  disabled?: boolean;
}

function MultiOptions({ label, values, options, creatable, onChange }: MultiComboboxProps) {
  const [search, setSearch] = useState('');
  const { items, loading, notice } = useOptions(options, search);
  const typed = search.trim();
  const isNew = creatable && typed !== '' && !items.some((item) => item.value.toLocaleLowerCase('en') === typed.toLocaleLowerCase('en'));
  const all = isNew ? [...items, { value: typed, label: `Add “${typed}”`, mark: <Plus aria-hidden="true" /> }] : items;
  return (
    <OptionList
      label={label}
      placeholder={creatable ? 'Find or add…' : `${label}…`}
      items={all}
      chosen={values}
      onChoose={(value) => {
        onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
        setSearch('');
      }}
      search={search}
      onSearch={setSearch}
      onBackspace={() => onChange(values.slice(0, -1))}
      loading={loading}
      notice={all.length === 0 ? notice : null}
    />
  );
}

/** Several of many, shown as removable tags; new ones by typing where that is allowed. */
export function MultiCombobox(props: MultiComboboxProps) {
  const { label, values, labels, onChange, disabled, id } = props;
  return (
    <div className={classNames('flex min-h-8 flex-wrap items-center gap-1', disabled && 'pointer-events-none opacity-60')}>
      {values.map((value) => (
        <Tag key={value} onRemove={disabled ? undefined : () => onChange(values.filter((one) => one !== value))}>
          {labels?.[value] ?? value}
        </Tag>
      ))}
      <Popover
        label={label}
        trigger={(trigger) => (
          <Button
            {...trigger}
            id={id}
            size="sm"
            variant="quiet"
            disabled={disabled}
            icon={<Plus aria-hidden="true" />}
            aria-describedby={props['aria-describedby']}
            aria-invalid={props['aria-invalid']}
          >
            Add
          </Button>
        )}
      >
        {() => <MultiOptions {...props} />}
      </Popover>
    </div>
  );
}
