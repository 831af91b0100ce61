import type { ComponentType, ReactNode } from 'react';
import type { MenuAction, MenuLink } from '#components/ui/menu.tsx';
import type { ListState, ListVocabulary } from './list-state.ts';

/** What a row is at least. Keep rows slim and flat: they travel to the browser once, as props of the table. */
export interface ListRow {
  id: string;
}

/** Attributes of a table cell. `data-initials` are drawn in a disc before the text. */
export interface CellLook {
  className?: string;
  'data-initials'?: string;
}

export interface ListColumn<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What CSS draws in the cell before its text, a picture or a shape: elements of their own cost time, fifty rows of them. */
  look?: (row: Row) => CellLook;
  /** What the pointer is told when it rests on the cell: the whole text where it is cut, the exact moment in the viewer's zone. */
  title?: (row: Row, timeZone: string) => string | undefined;
  /** The API's sort key: the header then sorts. */
  sortKey?: string;
  /** The direction of the first press; `desc` for what one wants the most of first. */
  sortFirst?: 'asc' | 'desc';
  align?: 'start' | 'end';
  /** In pixels. The first column takes what is left over, and at least this. */
  width: number;
  /** 1 is always shown, 2 where the list has 576 px, 3 where it has 960 px. A column the viewer chose by hand is always shown. */
  priority: 1 | 2 | 3;
  defaultHidden?: boolean;
}

export interface FilterOption {
  value: string;
  label: string;
  /** Drawn before the label: a level's shape, a kind's icon. */
  mark?: ReactNode;
}

export interface ListFilter {
  /** The API's parameter name. */
  id: string;
  label: string;
  icon: ReactNode;
  /**
   * `options`: a short, known list. `search-options`: too many to list, searched on the server. `date`: one day, from `options` as ready
   * answers ("Last 7 days") or a calendar; its value is what the option says, or `YYYY-MM-DD`.
   */
  type: 'options' | 'search-options' | 'date';
  options?: readonly FilterOption[];
  /** What the calendar of a date asks for; "Since" where it is left out. */
  dayLabel?: string;
  /** Draws the mark of an option that came from the server. */
  mark?: (value: string) => ReactNode;
}

/** Everything a list page needs to know of a noun. Hold it in a module without "use client": the server page parses addresses with it. */
export interface ListDefinition<Row extends ListRow> extends ListVocabulary {
  path: string;
  /** "asset", "assets". */
  one: string;
  many: string;
  /** What the page is called, where it is more than its rows: "Audit log". */
  title?: string;
  columns: readonly ListColumn<Row>[];
  filters: readonly ListFilter[];
  rowHref: (row: Row) => string;
  /** The row's name, for the checkbox and the bulk report. */
  rowLabel: (row: Row) => string;
  searchPlaceholder?: string;
  /** What stands here before there is anything: what belongs here and the first step. */
  empty: { icon?: ReactNode; title: string; body: ReactNode };
}

/** How many rows a value of a filter has, everything else in force. `capped` says "at least". */
export interface Facet {
  value: string;
  label: string;
  count: number;
  capped: boolean;
}

export interface Total {
  count: number;
  capped: boolean;
}

/** Keyset cursors, opaque; null where the list ends. */
export interface ListPageCursors {
  next: string | null;
  previous: string | null;
}

export interface SavedView {
  id: string;
  name: string;
  /** `listQuery(state, definition, 'view')`. */
  query: string;
  shared: boolean;
  /** Whether the viewer may rename, change and delete it. */
  mine: boolean;
}

/** Saved views on the server. Each call rejects with an `Error` whose message can be shown. */
export interface SavedViews {
  items: readonly SavedView[];
  /** Where given, `items` are those the page needed, and all of them are asked for when the menu is reached. */
  load?: () => Promise<readonly SavedView[]>;
  create: (view: { name: string; query: string; shared: boolean }) => Promise<SavedView>;
  update: (id: string, change: { name?: string; query?: string; shared?: boolean }) => Promise<SavedView>;
  remove: (id: string) => Promise<void>;
}

export type BulkValues = Readonly<Record<string, unknown>>;

export interface BulkFormProps<Row> {
  rows: readonly Row[];
  values: BulkValues;
  setValue: (name: string, value: unknown) => void;
}

export interface BulkReport {
  /** How many rows were changed. */
  done: number;
  /** How many were as wished already. */
  unchanged?: number;
  failures: readonly { id: string; label: string; reason: string }[];
  /** With both, the change can be undone until then (ISO 8601). */
  operationId?: string;
  undoUntil?: string;
}

export interface BulkAction<Row> {
  id: string;
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  /** "Set owner of 12 assets". */
  title: (count: number) => string;
  description?: ReactNode;
  /** The verb on the button; the count is added. */
  confirmLabel: string;
  initial?: BulkValues;
  /** The action's own form. May be lazy. */
  Form?: ComponentType<BulkFormProps<Row>>;
  /** Whether it can be confirmed. */
  ready?: (values: BulkValues) => boolean;
  /** Rejects with an `Error` to show when nothing was done at all. `onProgress` takes a share between 0 and 1. */
  run: (rows: readonly Row[], values: BulkValues, onProgress: (share: number) => void) => Promise<BulkReport>;
  undo?: (operationId: string) => Promise<BulkReport>;
}

/** What can be done with selected rows; at best as a function that brings it, so that the page need not carry what is not selected yet. */
export type BulkActions<Row extends ListRow> = readonly BulkAction<Row>[] | (() => Promise<readonly BulkAction<Row>[]>);

export interface ListPageProps<Row extends ListRow> {
  definition: ListDefinition<Row>;
  state: ListState;
  rows: readonly Row[];
  page: ListPageCursors;
  /** Ready-made total; else `loadTotal` is asked once the rows stand. */
  total?: Total;
  loadTotal?: (state: ListState, signal: AbortSignal) => Promise<Total>;
  /** Counts of one filter's values under all other filters. `search` narrows by label, on the server for `search-options`. */
  loadFacets?: (filterId: string, state: ListState, search: string, signal: AbortSignal) => Promise<readonly Facet[]>;
  /** Labels of chosen values that are ids: `{owner: {"0192…": "Marta Kovač"}}`. */
  valueLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  views?: SavedViews;
  bulkActions?: BulkActions<Row>;
  /** Links to files of this very list: `(state) => [{type: 'link', id: 'csv', label: 'CSV', href: …, download: true}]`. */
  exports?: (state: ListState) => readonly (MenuLink | MenuAction)[];
  primaryAction?: ReactNode;
  /** Beside the export and the main action: an import link. */
  secondaryActions?: ReactNode;
  /** Why the rows could not be loaded; the toolbar stays usable and "Try again" asks the server anew. */
  error?: string;
  /** The error is about what the address asks for: clearing the filters helps, trying again does not. */
  refused?: boolean;
}
