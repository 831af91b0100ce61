import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { ImportRowTabs } from '#components/imports/import-row-tabs.tsx';
import { ImportScreen } from '#components/imports/import-screen.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { importOperations } from '#lib/exchange/imports/procedures.ts';
import { ImportRowsInput } from '#lib/exchange/imports/schema.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export const metadata: Metadata = { title: 'Import' };

const Shown = ImportRowsInput.pick({ action: true, only: true, after: true }).catch({});

export default async function ImportPage({ params, searchParams }: Props) {
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const { action, only, after } = await searchParams;
  const shown = Shown.parse({ action, only, after });
  const context = await pageContext();
  const view = await call(importOperations.get, { id }, { context }).catch(missing);
  const withRows = (view.status === 'preview' || view.status === 'done') && view.counts !== null;
  const page = withRows ? await call(importOperations.rows, { id, limit: 50, ...shown }, { context }).catch(missing) : null;
  return (
    <ImportScreen initial={view}>
      {page && view.counts && (
        <ImportRowTabs view={{ id, status: view.status, counts: view.counts, mayGoOn: view.mayGoOn }} shown={shown} page={page} />
      )}
    </ImportScreen>
  );
}
