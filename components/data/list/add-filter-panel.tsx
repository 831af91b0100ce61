'use client';

import { useState } from 'react';
import { OptionList } from '#components/ui/option-list.tsx';
import type { FilterBarProps } from './filter-bar.tsx';
import { FilterOptions } from './filter-options.tsx';
import type { ListFilter } from './list-definition.ts';
import { withFilter } from './list-state.ts';

/** First which filter, then which of its values. */
export function AddFilterPanel({ filters, state, labels, loadFacets, onChange }: FilterBarProps) {
  const [chosen, setChosen] = useState<ListFilter | null>(null);
  const [search, setSearch] = useState('');
  if (chosen) {
    return (
      <FilterOptions
        key={chosen.id}
        filter={chosen}
        state={state}
        values={state.filters[chosen.id] ?? []}
        labels={labels[chosen.id] ?? {}}
        loadFacets={loadFacets}
        onChange={(values) => onChange(withFilter(state, chosen.id, values))}
      />
    );
  }
  const items = filters
    .filter((filter) => filter.label.toLocaleLowerCase('en').includes(search.trim().toLocaleLowerCase('en')))
    .map((filter) => ({ value: filter.id, label: filter.label, mark: <span className="contents text-muted">{filter.icon}</span> }));
  return (
    <OptionList
      label="Add a filter"
      placeholder="Filter by…"
      items={items}
      onChoose={(id) => setChosen(filters.find((filter) => filter.id === id) ?? null)}
      search={search}
      onSearch={setSearch}
      notice={items.length === 0 ? 'There is no such filter.' : null}
    />
  );
}

export default AddFilterPanel;
