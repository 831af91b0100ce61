'use client';

import { FileJson, FileSpreadsheet, ShieldCheck } from 'lucide-react';
import { useMemo } from 'react';
import type { Facet, ListPageCursors, SavedView, Total } from '#components/data/list/list-definition.ts';
import { ListPage } from '#components/data/list/list-page.tsx';
import { type ListState, listQuery } from '#components/data/list/list-state.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import type { MenuAction } from '#components/ui/menu.tsx';
import { showToast } from '#components/ui/toast.ts';
import { savedViewsOf } from '#components/views/saved-views.ts';
import type { AuditNames, AuditRow, AuditStatus } from '#lib/access/audit/schema.ts';
import { freshProof, RequestError, request } from '#lib/client.ts';
import { auditDefinition, wordsFor } from './audit-definition.tsx';
import { auditFilter, isAuditFacet } from './audit-input.ts';

export interface AuditListProps {
  state: ListState;
  rows: readonly AuditRow[];
  page: ListPageCursors;
  names: AuditNames;
  views: readonly SavedView[];
  status: AuditStatus;
  mayExport: boolean;
  error?: string;
  refused?: boolean;
}

async function loadTotal(state: ListState, signal: AbortSignal): Promise<Total> {
  const { total, more } = await request('GET /audit/total', auditFilter(state), { signal });
  return { count: total, capped: more };
}

/** Of a thing, an operation or a request there is one alone, by its id: what was typed is the choice. */
async function loadFacets(filterId: string, state: ListState, search: string, signal: AbortSignal): Promise<readonly Facet[]> {
  if (!isAuditFacet(filterId)) {
    const value = search.trim();
    if (value === '') return [];
    const { total, more } = await request('GET /audit/total', { ...auditFilter(state), [filterId]: value }, { signal }).catch(
      (error: unknown) => {
        if (error instanceof RequestError && error.code === 'invalid') return { total: 0, more: false };
        throw error;
      },
    );
    return total > 0 ? [{ value, label: value, count: total, capped: more }] : [];
  }
  const { counts } = await request('GET /audit/facets', { ...auditFilter(state), facet: filterId, term: search }, { signal });
  return counts.map(({ value, label, count }) => ({ value, label, count: count ?? 0, capped: count === null }));
}

/** A download that is sensitive: a fresh proof of who is there first, then the browser fetches it. */
async function download(href: string): Promise<void> {
  if (!(await freshProof())) {
    showToast('The log was not exported: confirm that it is you first.');
    return;
  }
  window.location.assign(href);
}

function exportsFor(state: ListState): readonly MenuAction[] {
  const rows = listQuery(state, auditDefinition, 'rows');
  const href = (format: string) => `/api/v1/audit/export?${[`format=${format}`, rows].filter(Boolean).join('&')}`;
  return [
    {
      id: 'jsonl',
      label: 'JSONL (verifiable offline)',
      icon: <FileJson aria-hidden="true" />,
      onSelect: () => void download(href('jsonl')),
    },
    { id: 'csv', label: 'CSV', icon: <FileSpreadsheet aria-hidden="true" />, onSelect: () => void download(href('csv')) },
  ];
}

/** The audit log, within the viewer's rights. */
export function AuditList({ state, rows, page, names, views, status, mayExport, error, refused }: AuditListProps) {
  const saved = useMemo(() => savedViewsOf('audit', views), [views]);
  const labels = useMemo(() => {
    const known = Object.entries(wordsFor).map(([id, words]) => [
      id,
      Object.fromEntries((state.filters[id] ?? []).map((value) => [value, words(value)])),
    ]);
    return { ...names, ...(Object.fromEntries(known) as AuditNames) };
  }, [names, state]);
  return (
    <ListPage
      definition={auditDefinition}
      state={state}
      rows={rows}
      page={page}
      error={error}
      refused={refused}
      valueLabels={labels}
      views={saved}
      loadTotal={error ? undefined : loadTotal}
      loadFacets={loadFacets}
      exports={mayExport ? exportsFor : undefined}
      secondaryActions={
        <LinkButton href="/audit/integrity" icon={<ShieldCheck aria-hidden="true" />}>
          {status.verified?.ok === false ? 'Broken' : status.verified ? 'Sealed and verified' : 'Sealed'}
        </LinkButton>
      }
    />
  );
}
