'use client';

import { useEffect, useId, useState } from 'react';
import { Input } from '#components/ui/input.tsx';
import { OptionList, type OptionListItem } from '#components/ui/option-list.tsx';
import type { Facet, ListFilter, ListPageProps, ListRow } from './list-definition.ts';
import type { ListState } from './list-state.ts';

export interface FilterOptionsProps {
  filter: ListFilter;
  state: ListState;
  values: readonly string[];
  labels: Readonly<Record<string, string>>;
  loadFacets?: ListPageProps<ListRow>['loadFacets'];
  onChange: (values: readonly string[]) => void;
}

type Loaded = { kind: 'loading' } | { kind: 'facets'; facets: readonly Facet[] } | { kind: 'failed' } | { kind: 'none' };

function useFacets({ filter, state, loadFacets }: FilterOptionsProps, search: string): Loaded {
  const [loaded, setLoaded] = useState<Loaded>(loadFacets ? { kind: 'loading' } : { kind: 'none' });
  const remote = filter.type === 'search-options' ? search : '';
  useEffect(() => {
    if (!loadFacets || filter.type === 'date') return setLoaded({ kind: 'none' });
    const aborter = new AbortController();
    const ask = () =>
      loadFacets(filter.id, state, remote, aborter.signal).then(
        (facets) => !aborter.signal.aborted && setLoaded({ kind: 'facets', facets }),
        () => !aborter.signal.aborted && setLoaded({ kind: 'failed' }),
      );
    const timer = setTimeout(ask, remote ? 150 : 0);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [filter, state, loadFacets, remote]);
  return loaded;
}

/** "3,120", "1,000+"; nothing where only "some" is known. */
function formatCount({ count, capped }: Facet): string {
  if (count === 0 && capped) return '';
  return `${count.toLocaleString('en-GB')}${capped ? '+' : ''}`;
}

/** The known options with their counts, then what the server knows besides; chosen values stay in the list though nothing matches them. */
function toItems({ filter, values, labels }: FilterOptionsProps, loaded: Loaded): OptionListItem[] {
  const facets = loaded.kind === 'facets' ? new Map(loaded.facets.map((facet) => [facet.value, facet])) : new Map<string, Facet>();
  const known = filter.options ?? [];
  const seen = new Set(known.map((option) => option.value));
  const item = (value: string, label: string, mark = filter.mark?.(value)): OptionListItem => {
    const facet = facets.get(value);
    const aside = facet ? formatCount(facet) : loaded.kind === 'facets' && filter.type === 'options' ? '0' : undefined;
    return { value, label, mark, aside };
  };
  return [
    ...known.map((option) => item(option.value, option.label, option.mark)),
    ...[...facets.values()].filter((facet) => !seen.has(facet.value)).map((facet) => item(facet.value, facet.label)),
    ...values.filter((value) => !seen.has(value) && !facets.has(value)).map((value) => item(value, labels[value] ?? value)),
  ];
}

/** The values of one filter to choose from, each with how many rows it has under the other filters. */
export function FilterOptions(props: FilterOptionsProps) {
  const { filter, values, onChange } = props;
  const dayId = useId();
  const [search, setSearch] = useState('');
  const loaded = useFacets(props, search);
  const wanted = search.trim().toLocaleLowerCase('en');
  const all = toItems(props, loaded);
  const items = wanted ? all.filter((item) => item.label.toLocaleLowerCase('en').includes(wanted)) : all;
  const single = filter.type === 'date';
  function choose(value: string) {
    if (single) onChange(values.includes(value) ? [] : [value]);
    else onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  }
  const notice =
    loaded.kind === 'failed' && items.length === 0
      ? 'The values could not be loaded. Close this and open it again.'
      : loaded.kind === 'loading' && items.length === 0
        ? 'Loading…'
        : items.length === 0
          ? 'No value matches.'
          : null;
  return (
    <>
      {(!single || filter.options) && (
        <OptionList
          label={filter.label}
          placeholder={`${filter.label}…`}
          items={items}
          chosen={values}
          onChoose={choose}
          search={search}
          onSearch={setSearch}
          onBackspace={() => onChange(values.slice(0, -1))}
          loading={loaded.kind === 'loading'}
          notice={notice}
        />
      )}
      {single && (
        <label htmlFor={dayId} className="not-first:border-t flex items-center gap-2 px-3 py-2 text-muted text-sm">
          {filter.dayLabel ?? 'Since'}
          <Input
            id={dayId}
            type="date"
            value={/^\d{4}-\d{2}-\d{2}$/u.test(values[0] ?? '') ? values[0] : ''}
            onChange={(event) => event.target.value && onChange([event.target.value])}
          />
        </label>
      )}
    </>
  );
}

export default FilterOptions;
