/** Exports: the list of assets with all its filters, as a file that is sent while it is read. */
import { z } from 'zod';
import { sorts } from '#lib/assets/rules.ts';
import { AssetFilter } from '#lib/assets/schema.ts';
import { splitValues } from '#lib/platform/values.ts';
import { type CsvColumn, csvFields, csvToldFields } from '../rules.ts';
import { completeCsvColumns } from '../write/csv.ts';

export const exportFormats = ['csv', 'json', 'cyclonedx'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const columns = [...csvFields, ...csvToldFields] as const;

export const ExportInput = AssetFilter.extend({
  format: z.enum(exportFormats),
  /** Columns of a CSV, separated by commas; "complete" for all that an import takes. Left out: those that people edit. */
  columns: z
    .string()
    .max(2000)
    .transform((text): readonly string[] => (text === 'complete' ? completeCsvColumns : splitValues(text)))
    .pipe(z.array(z.enum(columns)).min(1))
    .optional(),
  /** By name where nothing is chosen; files are not ranked. */
  sort: z.enum(sorts).optional(),
});
export type ExportInput = Omit<z.output<typeof ExportInput>, 'columns'> & { columns?: CsvColumn[] };

export const FileAnswer = z.object({ headers: z.record(z.string(), z.string()), body: z.instanceof(ReadableStream) });
