/** An import in human words. */
import type { Tone } from '#components/ui/badge.tsx';
import { type ImportStatus, importStatusLabels, type RowAction } from '#lib/exchange/imports/rules.ts';
import type { ImportCounts } from '#lib/exchange/imports/schema.ts';

const formatNames: Record<string, string> = { cyclonedx: 'CycloneDX', spdx: 'SPDX', csv: 'CSV', gatehouse: 'Gatehouse export' };

/** "CycloneDX 1.5", "CSV"; nothing while it is not known. */
export const formatWords = (format: string | null, version: string | null = null): string =>
  format ? [formatNames[format] ?? format, format === 'gatehouse' ? null : version].filter(Boolean).join(' ') : '';

export const statusTones: Record<ImportStatus, Tone> = {
  uploading: 'neutral',
  reading: 'neutral',
  mapping: 'accent',
  preview: 'accent',
  applying: 'neutral',
  done: 'good',
  failed: 'danger',
  cancelled: 'neutral',
  expired: 'neutral',
};
export { importStatusLabels };

export const actionTones: Record<RowAction, Tone> = { create: 'good', update: 'accent', unchanged: 'neutral', rejected: 'danger' };

export const number = (value: number): string => value.toLocaleString('en-GB');

/** "1 new asset", "1,204 new assets". */
export const counted = (count: number, one: string, many: string): string => `${number(count)} ${count === 1 ? one : many}`;

/** What would be, or was, done with the rows: "12 new, 3 changed, 1 rejected". */
export function countWords(counts: ImportCounts | null): string {
  if (!counts) return '';
  const { create, update, unchanged, rejected } = counts.rows;
  const parts = [
    create > 0 && `${number(create)} new`,
    update > 0 && `${number(update)} changed`,
    unchanged > 0 && `${number(unchanged)} unchanged`,
    rejected > 0 && `${number(rejected)} rejected`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'nothing in it';
}

/** Does applying this write anything? */
export const writesSomething = ({ rows, skipped }: ImportCounts): boolean => rows.create + rows.update - skipped > 0;

/** "a, b and c", leaving out what is false. */
export function listed(parts: readonly (string | false)[]): string {
  const told = parts.filter((part) => part !== false);
  return told.length > 1 ? `${told.slice(0, -1).join(', ')} and ${told.at(-1)}` : (told[0] ?? '');
}
