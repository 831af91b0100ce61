'use client';

import { ListFilter as FilterIcon, X } from 'lucide-react';
import { useId } from 'react';
import { Button } from '#components/ui/button.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { formatCalendarDay } from '#components/ui/time-format.ts';
import type { ListFilter, ListPageProps, ListRow } from './list-definition.ts';
import { isNarrowed, type ListState, withFilter } from './list-state.ts';

const loadOptions = () => import('./filter-options.tsx');
const FilterOptions = lazily(loadOptions);
const loadPanel = () => import('./add-filter-panel.tsx');
const AddFilterPanel = lazily(loadPanel);

export interface FilterBarProps {
  filters: readonly ListFilter[];
  state: ListState;
  labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  loadFacets?: ListPageProps<ListRow>['loadFacets'];
  onChange: (state: ListState) => void;
}

function valueWords(filter: ListFilter, values: readonly string[], labels: Readonly<Record<string, string>>): string {
  const words = values.map(
    (value) =>
      filter.options?.find((option) => option.value === value)?.label ??
      labels[value] ??
      (filter.type === 'date' ? formatCalendarDay(value) : value),
  );
  return words.length > 2 ? `${words.length} values` : words.join(' or ');
}

function FilterPill({
  filter,
  values,
  onRemoved,
  ...props
}: FilterBarProps & { filter: ListFilter; values: readonly string[]; onRemoved: () => void }) {
  const labels = props.labels[filter.id] ?? {};
  const words = valueWords(filter, values, labels);
  function remove() {
    props.onChange(withFilter(props.state, filter.id, []));
    onRemoved();
  }
  return (
    <li className="flex h-7 max-w-full items-stretch rounded-md bg-accent-wash text-sm">
      <Popover
        label={`Filter: ${filter.label}`}
        trigger={(trigger) => (
          <button
            type="button"
            {...trigger}
            onPointerEnter={() => {
              trigger.onPointerEnter();
              void loadOptions();
            }}
            onKeyDown={(event) => {
              if (event.key === 'Backspace' || event.key === 'Delete') remove();
            }}
            className="focus-ring-inset flex min-w-0 items-center gap-1.5 rounded-l-md pr-1 pl-2 hover:bg-accent/8 [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-accent-ink"
          >
            {filter.icon}
            <span className="text-muted">{filter.label}</span>
            <span className="truncate font-medium">{words}</span>
          </button>
        )}
      >
        {() => (
          <FilterOptions
            filter={filter}
            state={props.state}
            values={values}
            labels={labels}
            loadFacets={props.loadFacets}
            onChange={(next) => props.onChange(withFilter(props.state, filter.id, next))}
          />
        )}
      </Popover>
      <button
        type="button"
        aria-label={`Remove the filter ${filter.label}`}
        onClick={remove}
        className="focus-ring-inset grid w-6 place-items-center rounded-r-md text-muted hover:bg-accent/8 hover:text-ink"
      >
        <X className="size-3.5" aria-hidden="true" />
      </button>
    </li>
  );
}

function AddFilter({ id, ...props }: FilterBarProps & { id: string }) {
  return (
    <Popover
      label="Add a filter"
      trigger={(trigger) => (
        <Button
          {...trigger}
          id={id}
          size="sm"
          variant="quiet"
          icon={<FilterIcon aria-hidden="true" />}
          onPointerEnter={() => {
            trigger.onPointerEnter();
            void loadPanel();
          }}
        >
          Filter
        </Button>
      )}
    >
      {() => <AddFilterPanel {...props} />}
    </Popover>
  );
}

/** The filters in force as pills, and the way to add one. */
export function FilterBar(props: FilterBarProps) {
  const { filters, state, onChange } = props;
  const addId = useId();
  // The pill that had the focus goes: the keyboard stays in the bar.
  const focusAdd = () => document.getElementById(addId)?.focus();
  const inForce = filters.flatMap((filter) => {
    const values = state.filters[filter.id];
    return values && values.length > 0 ? [{ filter, values }] : [];
  });
  return (
    <>
      {inForce.length > 0 && (
        <ul aria-label="Filters" className="contents">
          {inForce.map(({ filter, values }) => (
            <FilterPill key={filter.id} {...props} filter={filter} values={values} onRemoved={focusAdd} />
          ))}
        </ul>
      )}
      <AddFilter {...props} id={addId} />
      {isNarrowed(state) && (
        <Button
          size="sm"
          variant="quiet"
          onClick={() => {
            onChange({ ...state, q: '', filters: {}, cursor: null });
            focusAdd();
          }}
        >
          Clear all
        </Button>
      )}
    </>
  );
}
