'use client';

import { ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { classNames } from './class-names.ts';
import type { FieldControl } from './field.tsx';
import { controlClasses } from './input.tsx';
import { OptionList, type OptionListItem } from './option-list.tsx';
import { Popover } from './popover.tsx';
import { type OptionSource, useOptions } from './use-options.ts';

export interface ComboboxProps extends Partial<FieldControl> {
  /** What is chosen here, for the popup: "Owner". */
  label: string;
  value: string | null;
  /** The chosen value's words, where the options do not hold it (yet). */
  valueLabel?: ReactNode;
  options: OptionSource;
  onChange: (value: string | null, item: OptionListItem | null) => void;
  placeholder?: string;
  /** Offers this as the first option, for none: "Nobody". */
  noneLabel?: string;
  disabled?: boolean;
}

const none = '';

function ComboboxOptions({
  label,
  value,
  options,
  noneLabel,
  onChoose,
}: Pick<ComboboxProps, 'label' | 'value' | 'options' | 'noneLabel'> & { onChoose: (item: OptionListItem | null) => void }) {
  const [search, setSearch] = useState('');
  const { items, loading, notice } = useOptions(options, search);
  const all = noneLabel && !search ? [{ value: none, label: noneLabel }, ...items] : items;
  return (
    <OptionList
      label={label}
      placeholder={`${label}…`}
      items={all}
      chosen={[value ?? none]}
      single
      onChoose={(chosen) => onChoose(chosen === none ? null : (items.find((item) => item.value === chosen) ?? null))}
      search={search}
      onSearch={setSearch}
      loading={loading}
      notice={all.length === 0 ? notice : null}
    />
  );
}

/** One of many, found by typing: people, teams, assets. Looks like a select, opens a search. */
export function Combobox({
  label,
  value,
  valueLabel,
  options,
  onChange,
  placeholder = 'Choose…',
  noneLabel,
  disabled,
  ...control
}: ComboboxProps) {
  const [picked, setPicked] = useState<OptionListItem | null>(null);
  const atHand = typeof options === 'function' ? null : options.find((item) => item.value === value);
  const shown = atHand?.label ?? (picked?.value === value ? picked.label : null) ?? valueLabel ?? value;
  const { required, name: _, ...wiring } = control;
  return (
    <Popover
      label={label}
      trigger={({ onClick, ...trigger }) => (
        <button
          type="button"
          role="combobox"
          {...wiring}
          {...trigger}
          aria-expanded={trigger['aria-expanded']}
          aria-controls={trigger['aria-controls']}
          aria-required={required || undefined}
          disabled={disabled}
          onClick={onClick}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown') return;
            event.preventDefault();
            onClick();
          }}
          className={classNames(controlClasses, 'flex h-8 items-center gap-2 px-2.5 text-left')}
        >
          <span className={classNames('min-w-0 flex-1 truncate', value === null && 'text-faint')}>
            {value === null ? (noneLabel ?? placeholder) : shown}
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-faint" aria-hidden="true" />
        </button>
      )}
    >
      {(close) => (
        <ComboboxOptions
          label={label}
          value={value}
          options={options}
          noneLabel={noneLabel}
          onChoose={(item) => {
            setPicked(item);
            onChange(item?.value ?? null, item);
            close();
          }}
        />
      )}
    </Popover>
  );
}
