'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { ListColumn, ListDefinition, ListRow } from './list-definition.ts';
import { type ListState, nextSort } from './list-state.ts';
import type { Selection } from './use-selection.ts';
import { tableWidths } from './visible-columns.ts';

export interface ListTableProps<Row extends ListRow> {
  definition: ListDefinition<Row>;
  columns: readonly ListColumn<Row>[];
  rows: readonly Row[];
  state: ListState;
  pending: boolean;
  selection: Selection | null;
  onSort: (sort: string) => void;
}

const checkboxColumn = 48;
const priorities = { 1: '', 2: 'from-middle', 3: 'from-wide' } as const;

function visibility<Row>(column: ListColumn<Row>, chosenByHand: boolean): string {
  return chosenByHand ? '' : priorities[column.priority];
}

function HeaderCell<Row>({
  first,
  column,
  state,
  onSort,
  className,
}: {
  column: ListColumn<Row>;
  first: boolean;
  state: ListState;
  onSort: (sort: string) => void;
  className: string;
}) {
  const { sortKey } = column;
  const direction = sortKey && state.sort === sortKey ? 'ascending' : sortKey && state.sort === `-${sortKey}` ? 'descending' : undefined;
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={direction}
      style={first ? undefined : { width: column.width }}
      className={classNames(className, column.align === 'end' ? 'text-right' : 'text-left')}
    >
      {sortKey ? (
        <button
          type="button"
          onClick={() => onSort(nextSort(state.sort, sortKey, column.sortFirst))}
          className={classNames(
            'focus-ring group/sort -mx-1 inline-flex h-6 max-w-full items-center gap-1 rounded-sm px-1 hover:text-ink',
            direction && 'text-ink',
          )}
        >
          <span className="truncate">{column.header}</span>
          <Arrow
            aria-hidden="true"
            className={classNames(
              'size-3.5 shrink-0',
              !direction && 'opacity-0 group-hover/sort:opacity-50 group-focus-visible/sort:opacity-50',
            )}
          />
        </button>
      ) : (
        <span className="block truncate">{column.header}</span>
      )}
    </th>
  );
}

interface BodyRowProps<Row extends ListRow> {
  definition: ListDefinition<Row>;
  columns: readonly ListColumn<Row>[];
  row: Row;
  byHand: boolean;
  selected: boolean;
  toggle: Selection['toggle'] | null;
}

function BodyRow<Row extends ListRow>({ definition, columns, row, byHand, selected, toggle }: BodyRowProps<Row>) {
  return (
    <tr data-row={row.id} data-selected={selected || undefined}>
      {toggle && (
        <td>
          <input
            type="checkbox"
            className="checkbox-box"
            aria-label={`Select ${definition.rowLabel(row)}`}
            checked={selected}
            onChange={(event) => toggle(row.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
          />
        </td>
      )}
      {columns.map((column, index) => {
        const look = column.look?.(row);
        const className = classNames(column.align === 'end' && 'text-right', visibility(column, byHand), look?.className);
        return (
          <td key={column.id} {...look} className={className || undefined}>
            {index === 0 ? (
              <a href={definition.rowHref(row)} data-row-link="">
                {column.cell(row)}
              </a>
            ) : (
              column.cell(row)
            )}
          </td>
        );
      })}
    </tr>
  );
}

const MemoRow = memo(BodyRow) as typeof BodyRow;

/** The rows, as a real table: head and naming column stay readable, widths do not jump from page to page. */
export function ListTable<Row extends ListRow>({ definition, columns, rows, state, pending, selection, onSort }: ListTableProps<Row>) {
  const byHand = state.columns !== null;
  const [narrow, middle, wide] = tableWidths(
    byHand ? columns.map((column) => ({ ...column, priority: 1 as const })) : columns,
    selection ? checkboxColumn : 0,
  );
  const style: CSSProperties & Record<`--${string}`, string> = {
    '--row-height': state.density === 'compact' ? '2rem' : '2.5rem',
    '--narrow': `${narrow}px`,
    '--middle': `${middle}px`,
    '--wide': `${wide}px`,
  };
  const headClasses = 'sticky top-0 z-10 h-8 border-b bg-surface px-2.5 font-normal text-muted text-xs';
  return (
    <table
      style={style}
      aria-busy={pending || undefined}
      aria-label={definition.many}
      data-selectable={selection ? '' : undefined}
      className={classNames(
        'w-full list-cells min-w-(--narrow) table-fixed border-separate border-spacing-0 text-sm @min-[36rem]:min-w-(--middle) @min-[60rem]:min-w-(--wide)',
        'transition-opacity duration-100',
        pending && 'opacity-55',
      )}
    >
      <thead>
        <tr>
          {selection && (
            <th scope="col" data-print="hide" style={{ width: checkboxColumn }} className={classNames(headClasses, '!pr-0 text-left')}>
              <Checkbox
                className="-ml-1"
                aria-label="Select all on this page"
                checked={rows.length > 0 && selection.ids.size === rows.length}
                indeterminate={selection.ids.size > 0 && selection.ids.size < rows.length}
                onChange={() => selection.toggleAll()}
              />
            </th>
          )}
          {columns.map((column, index) => (
            <HeaderCell
              key={column.id}
              first={index === 0}
              column={column}
              state={state}
              onSort={onSort}
              className={classNames(headClasses, visibility(column, byHand))}
            />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <MemoRow
            key={row.id}
            definition={definition}
            columns={columns}
            row={row}
            byHand={byHand}
            selected={selection?.ids.has(row.id) ?? false}
            toggle={selection?.toggle ?? null}
          />
        ))}
      </tbody>
    </table>
  );
}
