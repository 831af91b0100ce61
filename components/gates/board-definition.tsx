import { Box, CircleUser, DoorOpen, Hourglass, Users } from 'lucide-react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import type { ListFilter } from '#components/data/list/list-definition.ts';
import { joinValues, type ListState, type ListVocabulary } from '#components/data/list/list-state.ts';
import { kindLabels, kinds } from '#lib/assets/rules.ts';
import type { BoardQuery } from '#lib/gates/board/schema.ts';
import { requirementTypes, typeLabels } from '#lib/gates/rules.ts';

export const boardFilters: readonly ListFilter[] = [
  { id: 'team', label: 'Team', icon: <Users />, type: 'options' },
  {
    id: 'kind',
    label: 'Kind',
    icon: <Box />,
    type: 'options',
    options: kinds.map((kind) => ({ value: kind, label: kindLabels[kind], mark: <KindIcon kind={kind} /> })),
  },
  { id: 'owner', label: 'Owner', icon: <CircleUser />, type: 'search-options' },
  { id: 'ready', label: 'Ready', icon: <DoorOpen />, type: 'options', options: [{ value: 'yes', label: 'Ready for the next stage' }] },
  {
    id: 'held',
    label: 'Held back by',
    icon: <Hourglass />,
    type: 'options',
    options: requirementTypes.map((value) => ({ value, label: typeLabels[value] })),
  },
];

/** The board's address: a search and filters, as of a list. */
export const boardVocabulary: ListVocabulary = { filters: boardFilters, columns: [], defaultSort: 'name' };

/** What decides which cards there are, as the API takes it. */
export function boardInput(state: ListState): BoardQuery {
  const filters = Object.entries(state.filters).map(([id, values]) => [id, joinValues(values)]);
  return { ...(Object.fromEntries(filters) as Record<string, string>), ...(state.q && { q: state.q }) };
}

/** Does the board show what gates say, and not all that stands there? */
export const asksVerdict = ({ filters }: ListState): boolean => Boolean(filters['ready']?.length || filters['held']?.length);
