/** Exports of the register: the list of risks with all its filters, as CSV or JSON. */
import { z } from 'zod';
import { sorts } from '#lib/risks/register/rules.ts';
import { RiskFilter } from '#lib/risks/register/schema.ts';

export const RiskExportInput = RiskFilter.extend({ format: z.enum(['csv', 'json']), sort: z.enum(sorts).optional() });
export type RiskExportInput = z.output<typeof RiskExportInput>;
