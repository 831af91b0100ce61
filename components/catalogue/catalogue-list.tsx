'use client';

import { FileJson, Plus, Upload } from 'lucide-react';
import type { Facet, ListDefinition, ListRow } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { MenuLink } from '#components/ui/menu.tsx';
import { operationHref, request } from '#lib/client.ts';
import { controlDefinition, type ListedControl } from './control-definition.tsx';
import { type ListedThreat, threatDefinition } from './threat-definition.tsx';

/** What a filter whose values come from the server offers: key, name, and how many rows have it. */
export type Choices = Readonly<Record<string, readonly Facet[]>>;

interface Props<Row extends ListRow> {
  state: ListState;
  rows: readonly Row[];
  choices: Choices;
  mayManage: boolean;
  error?: string;
}

const files: readonly MenuLink[] = [
  {
    type: 'link',
    id: 'all',
    label: 'The whole catalogue, JSON',
    icon: <FileJson aria-hidden="true" />,
    href: operationHref('GET /catalogue/export', { only: 'all' }),
    download: true,
  },
  {
    type: 'link',
    id: 'own',
    label: 'Your own entries, JSON',
    icon: <FileJson aria-hidden="true" />,
    href: operationHref('GET /catalogue/export', { only: 'own' }),
    download: true,
  },
];

const stateOf = ({ enabled }: { enabled: boolean }) => (enabled ? 'on' : 'off');
const originOf = ({ builtIn }: { builtIn: boolean }) => (builtIn ? 'built-in' : 'own');

/** What threats under the other filters have for a filter, a value for each that has it. */
async function threatValues(filterId: string, input: Record<string, string | undefined>, signal: AbortSignal): Promise<string[]> {
  const { threats } = await request('GET /catalogue/threats', input, { signal });
  const of: Record<string, (row: (typeof threats)[number]) => readonly string[]> = {
    kind: ({ kinds }) => kinds,
    stage: ({ stages }) => stages,
    affects: ({ affects }) => affects,
    state: (row) => [stateOf(row)],
    origin: (row) => [originOf(row)],
  };
  return threats.flatMap((row) => of[filterId]?.(row) ?? []);
}

async function controlValues(filterId: string, input: Record<string, string | undefined>, signal: AbortSignal): Promise<string[]> {
  const { controls } = await request('GET /catalogue/controls', input, { signal });
  return controls.map(filterId === 'state' ? stateOf : originOf);
}

function CatalogueList<Row extends ListRow>({
  definition,
  state,
  rows,
  choices,
  mayManage,
  error,
  valuesUnder,
}: Props<Row> & { definition: ListDefinition<Row>; valuesUnder: typeof threatValues }) {
  const labels = Object.fromEntries(
    Object.entries(choices).map(([id, facets]) => [id, Object.fromEntries(facets.map(({ value, label }) => [value, label]))]),
  );
  const loadFacets = async (filterId: string, asked: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> => {
    const known = choices[filterId];
    if (known) return known.filter(({ label }) => label.toLocaleLowerCase('en').includes(search.trim().toLocaleLowerCase('en')));
    const { [filterId]: _, ...others } = asked.filters;
    const filters = Object.fromEntries(Object.entries(others).map(([id, values]) => [id, joinValues(values)]));
    const values = await valuesUnder(filterId, { ...filters, q: asked.q || undefined }, signal);
    return [...Map.groupBy(values, (value) => value)].map(([value, each]) => ({ value, label: value, count: each.length, capped: false }));
  };
  const room = definition.one === 'threat' ? '/catalogue/threats' : '/catalogue/controls';
  return (
    <ListPage
      definition={definition}
      state={state}
      rows={rows}
      page={{ next: null, previous: null }}
      total={{ count: rows.length, capped: false }}
      valueLabels={labels}
      loadFacets={loadFacets}
      error={error}
      refused={error !== undefined}
      exports={() => files}
      secondaryActions={
        mayManage && (
          <LinkButton href="/catalogue/import" compact icon={<Upload aria-hidden="true" />}>
            Import
          </LinkButton>
        )
      }
      primaryAction={
        mayManage && (
          <LinkButton href={`${room}/new`} variant="primary" compact icon={<Plus aria-hidden="true" />}>
            New {definition.one}
          </LinkButton>
        )
      }
    />
  );
}

export const ThreatList = (props: Props<ListedThreat>) => (
  <CatalogueList definition={threatDefinition} valuesUnder={threatValues} {...props} />
);
export const ControlList = (props: Props<ListedControl>) => (
  <CatalogueList definition={controlDefinition} valuesUnder={controlValues} {...props} />
);
