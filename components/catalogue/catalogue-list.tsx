'use client';

import { FileJson, Plus, Upload } from 'lucide-react';
import type { Facet, ListDefinition, ListRow } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { MenuLink } from '#components/ui/menu.tsx';
import { operationHref, request } from '#lib/client.ts';
import { controlDefinition, type ListedControl } from './control-definition.tsx';
import { countedValues, valuesOfControl, valuesOfThreat } from './facet-values.ts';
import { type ListedThreat, threatDefinition } from './threat-definition.tsx';

/** What the keys of a filter are called, by filter. */
export type Choices = Readonly<Record<string, Readonly<Record<string, string>>>>;

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

type Filters = Record<string, string | undefined>;

/** The entries under the other filters, each as the values that it has for this one. */
async function threatValues(filterId: string, filters: Filters, signal: AbortSignal): Promise<readonly (readonly string[])[]> {
  const { threats } = await request('GET /catalogue/threats', filters, { signal });
  return threats.map((threat) => valuesOfThreat(threat, filterId, filters));
}

async function controlValues(filterId: string, filters: Filters, signal: AbortSignal): Promise<readonly (readonly string[])[]> {
  const { controls } = await request('GET /catalogue/controls', filters, { signal });
  return controls.map((control) => valuesOfControl(control, filterId));
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
  const loadFacets = async (filterId: string, asked: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> => {
    const { [filterId]: _, ...others } = asked.filters;
    const filters = Object.fromEntries(Object.entries(others).map(([id, values]) => [id, joinValues(values)]));
    const values = await valuesUnder(filterId, { ...filters, q: asked.q || undefined }, signal);
    return countedValues(values, choices[filterId] ?? {}, search);
  };
  const room = definition.one === 'threat' ? '/catalogue/threats' : '/catalogue/controls';
  return (
    <ListPage
      definition={definition}
      state={state}
      rows={rows}
      page={{ next: null, previous: null }}
      total={{ count: rows.length, capped: false }}
      valueLabels={choices}
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
