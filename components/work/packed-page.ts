import { useMemo } from 'react';
import { type PackedRows, packRows, unpackRows } from '#components/data/list/packed-rows.ts';
import type { WorkItem, WorkPage } from '#lib/insights/work/schema.ts';

/** A page of My work on its way to the browser. */
export type PackedPage = { rows: PackedRows<WorkItem>; next: string | null };

export const packPage = ({ rows, next }: WorkPage): PackedPage => ({ rows: packRows(rows), next });

/** The page that was packed; another one each time that the server gives one. */
export const usePage = (packed: PackedPage): WorkPage => useMemo(() => ({ rows: unpackRows(packed.rows), next: packed.next }), [packed]);
