/** The filters that every chart of the page is cut by, and the lists that their marks open. Names are those of the lists' own filters. */
import { Boxes, Signpost, TriangleAlert, Users } from 'lucide-react';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import type { ListFilter } from '#components/data/list/list-definition.ts';
import { type ListState, type ListVocabulary, listQuery } from '#components/data/list/list-state.ts';
import { LevelShape } from '#components/ui/level-mark.tsx';
import { kindLabels, kinds, levelLabels, levels, stageLabels, stages } from '#lib/assets/rules.ts';
import type { InsightQuery } from '#lib/insights/charts/schema.ts';

export const insightFilters: readonly ListFilter[] = [
  { id: 'team', label: 'Team', icon: <Users aria-hidden="true" />, type: 'search-options' },
  {
    id: 'kind',
    label: 'Kind',
    icon: <Boxes aria-hidden="true" />,
    type: 'options',
    options: kinds.map((value) => ({ value, label: kindLabels[value], mark: <KindIcon kind={value} /> })),
  },
  {
    id: 'stage',
    label: 'Stage',
    icon: <Signpost aria-hidden="true" />,
    type: 'options',
    options: stages.map((value) => ({ value, label: stageLabels[value] })),
  },
  {
    id: 'level',
    label: 'Level',
    icon: <TriangleAlert aria-hidden="true" />,
    type: 'options',
    options: levels
      .filter((value) => value !== 'none')
      .toReversed()
      .map((value) => ({ value, label: levelLabels[value], mark: <LevelShape state={value} /> })),
  },
];

export const insightVocabulary: ListVocabulary = { filters: insightFilters, columns: [], extraSorts: [], defaultSort: '' };

/** The page's filters as the operations take them. Levels are left out of what no level is asked of. */
export function insightQuery(state: ListState): InsightQuery {
  return Object.fromEntries(new URLSearchParams(listQuery(state, insightVocabulary, 'rows')));
}

/** What the address asks for and no filter offers, in words: `Kind “plane”`. An unknown team is no fault: it has no risks. */
export function unknownValues(state: ListState): readonly string[] {
  return insightFilters.flatMap(({ id, label, options }) =>
    (state.filters[id] ?? [])
      .filter((value) => options && !options.some((option) => option.value === value))
      .map((value) => `${label} “${value}”`),
  );
}

/** The list of risks that a mark counts: the page's filters, and the mark's own over them. */
export function risksHref(query: InsightQuery, mark: Readonly<Record<string, string | number>>): string {
  const all = Object.entries({ ...query, ...mark }).filter(([, value]) => value !== undefined && value !== '');
  return `/risks?${all.map(([name, value]) => `${name}=${encodeURIComponent(String(value)).replaceAll('%2C', ',')}`).join('&')}`;
}
