'use client';

import { Plus } from 'lucide-react';
import type { Facet } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import { joinValues, type ListState } from '#components/data/list/list-state.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { kinds, stages } from '#lib/assets/rules.ts';
import { request } from '#lib/client.ts';
import type { TemplateRow } from '#lib/reviews/templates/schema.ts';
import { type ListedTemplate, templateDefinition } from './template-definition.tsx';

interface Props {
  state: ListState;
  rows: readonly ListedTemplate[];
  mayManage: boolean;
  error?: string;
}

/** What a template counts as under a filter; one that names no kind fits each. */
const valuesOf = (row: TemplateRow, filterId: string): readonly string[] =>
  ({
    subject: [row.subject],
    kind: row.kinds.length > 0 ? row.kinds : kinds,
    stage: row.stages.length > 0 ? row.stages : stages,
    state: [row.enabled ? 'on' : 'off'],
    origin: [row.builtIn ? 'built-in' : 'own'],
  })[filterId] ?? [];

async function loadFacets(filterId: string, asked: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  const { [filterId]: _, ...others } = asked.filters;
  const filters = Object.fromEntries(Object.entries(others).map(([id, values]) => [id, joinValues(values)]));
  const { templates } = await request('GET /reviews/templates', { ...filters, q: asked.q || undefined }, { signal });
  const filter = templateDefinition.filters.find(({ id }) => id === filterId);
  const options = filter?.type === 'options' ? (filter.options ?? []) : [];
  return options
    .filter(({ label }) => label.toLocaleLowerCase('en').includes(search.trim().toLocaleLowerCase('en')))
    .map(({ value, label }) => ({
      ...{ value, label, capped: false },
      count: templates.filter((row) => valuesOf(row, filterId).includes(value)).length,
    }));
}

/** Every template that there is: some dozens. */
export function TemplateList({ state, rows, mayManage, error }: Props) {
  return (
    <ListPage
      definition={templateDefinition}
      state={state}
      rows={rows}
      page={{ next: null, previous: null }}
      total={{ count: rows.length, capped: false }}
      valueLabels={{}}
      loadFacets={loadFacets}
      error={error}
      refused={error !== undefined}
      primaryAction={
        mayManage && (
          <LinkButton href="/reviews/templates/new" variant="primary" compact icon={<Plus aria-hidden="true" />}>
            New template
          </LinkButton>
        )
      }
    />
  );
}
