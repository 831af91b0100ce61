/**
 * What a list page shows, and its address. Pure: the server page parses with it, the browser makes links with it. Parameter names are those
 * of the API's list operation, so that the query string of a page is also a query of the API.
 */

export type Density = 'comfortable' | 'compact';

export interface ListState {
  /** Free text; empty for none. */
  q: string;
  /** Chosen values by filter, in the order chosen. No key for a filter that is not set. */
  filters: Readonly<Record<string, readonly string[]>>;
  /** A sort key, with "-" before it for descending. */
  sort: string;
  cursor: { after: string } | { before: string } | null;
  /** Columns in order; null for the definition's own. */
  columns: readonly string[] | null;
  density: Density;
  /** The saved view this list was opened from, which it may differ from since. */
  view: string | null;
}

/** What must be known of a list to read its address. A `ListDefinition` is one. */
export interface ListVocabulary {
  filters: readonly { id: string }[];
  columns: readonly { id: string; sortKey?: string }[];
  /** Sort keys beyond those of the columns. */
  extraSorts?: readonly string[];
  defaultSort: string;
}

export type SearchParameters = URLSearchParams | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Values to one parameter: joined by commas; a comma or backslash inside a value is written with a backslash before it. */
export function joinValues(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\,]/gu, '\\$&')).join(',');
}

/** The reverse of `joinValues`. Empty values and doubles are dropped; a backslash at the end stands for itself. */
export function splitValues(text: string): string[] {
  const values = [...text.matchAll(/(?:\\[\s\S]|[^,])+/gu)].map(([value]) => value.replace(/\\([\s\S])/gu, '$1'));
  return [...new Set(values)].filter(Boolean);
}

function readAll(parameters: SearchParameters, name: string): readonly string[] {
  if (parameters instanceof URLSearchParams) return parameters.getAll(name);
  const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function readOne(parameters: SearchParameters, name: string): string {
  return readAll(parameters, name)[0] ?? '';
}

function knownSort(sort: string, vocabulary: ListVocabulary): boolean {
  const key = sort.replace(/^-/u, '');
  return vocabulary.columns.some((column) => column.sortKey === key) || (vocabulary.extraSorts ?? []).includes(key);
}

/** Reads an address. Never fails: what is unknown or malformed is left out, so that an old link shows as much of its list as it can. */
export function parseListState(parameters: SearchParameters, vocabulary: ListVocabulary): ListState {
  const filters: Record<string, readonly string[]> = {};
  for (const { id } of vocabulary.filters) {
    const values = [...new Set(readAll(parameters, id).flatMap(splitValues))];
    if (values.length > 0) filters[id] = values;
  }
  const sort = readOne(parameters, 'sort');
  const after = readOne(parameters, 'after');
  const before = readOne(parameters, 'before');
  const columns = splitValues(readOne(parameters, 'columns')).filter((id) => vocabulary.columns.some((column) => column.id === id));
  return {
    q: readOne(parameters, 'q').trim(),
    filters,
    sort: knownSort(sort, vocabulary) ? sort : vocabulary.defaultSort,
    cursor: after ? { after } : before ? { before } : null,
    columns: columns.length > 0 ? columns : null,
    density: readOne(parameters, 'density') === 'compact' ? 'compact' : 'comfortable',
    view: readOne(parameters, 'view') || null,
  };
}

/** A list with nothing chosen. */
export function initialListState(vocabulary: ListVocabulary): ListState {
  return parseListState({}, vocabulary);
}

/** Encodes for a query string, leaving the characters readable that may stand there. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%2C/gu, ',').replace(/%3A/gu, ':').replace(/%20/gu, '+');
}

/**
 * The canonical query string of a state, without "?": parameters in a fixed order, defaults left out, so that equal lists have equal
 * addresses. `part` leaves out what does not belong: "view" (what a saved view keeps) has no cursor and no view, "rows" (what decides which
 * rows match: for totals, facets and exports) has no columns, density, sort, cursor or view either.
 */
export function listQuery(state: ListState, vocabulary: ListVocabulary, part: 'all' | 'view' | 'rows' = 'all'): string {
  const pairs: [string, string][] = [];
  if (state.q) pairs.push(['q', state.q]);
  for (const { id } of vocabulary.filters) {
    const values = state.filters[id];
    if (values && values.length > 0) pairs.push([id, joinValues(values)]);
  }
  if (part !== 'rows') {
    if (state.sort !== vocabulary.defaultSort) pairs.push(['sort', state.sort]);
    if (state.columns) pairs.push(['columns', joinValues(state.columns)]);
    if (state.density !== 'comfortable') pairs.push(['density', state.density]);
  }
  if (part === 'all') {
    if (state.view) pairs.push(['view', state.view]);
    if (state.cursor) pairs.push(...Object.entries(state.cursor));
  }
  return pairs.map(([name, value]) => `${name}=${encode(value)}`).join('&');
}

/** The address of a list in a state. */
export function listHref(path: string, state: ListState, vocabulary: ListVocabulary): string {
  const query = listQuery(state, vocabulary);
  return query ? `${path}?${query}` : path;
}

/** Sets one filter's values; none removes it. Goes back to the first page, as does everything that changes which rows there are. */
export function withFilter(state: ListState, id: string, values: readonly string[]): ListState {
  const { [id]: _, ...others } = state.filters;
  return { ...state, cursor: null, filters: values.length > 0 ? { ...others, [id]: values } : others };
}

export function withSearch(state: ListState, q: string): ListState {
  return { ...state, cursor: null, q: q.trim() };
}

/** The sort after a press on a column's header: the other direction where it sorts already, else the direction it likes first. */
export function nextSort(current: string, sortKey: string, first: 'asc' | 'desc' = 'asc'): string {
  if (current === sortKey) return `-${sortKey}`;
  if (current === `-${sortKey}`) return sortKey;
  return first === 'desc' ? `-${sortKey}` : sortKey;
}

/** Whether anything narrows the list. */
export function isNarrowed(state: ListState): boolean {
  return state.q !== '' || Object.keys(state.filters).length > 0;
}
