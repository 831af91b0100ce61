/** Exports of the audit log: for people as CSV, and as JSONL with all that it takes to verify them without Gatehouse. */
import { z } from 'zod';
import { AuditFilter } from '#lib/access/audit/schema.ts';

export const AuditExportInput = AuditFilter.extend({ format: z.enum(['jsonl', 'csv']) });
export type AuditExportInput = z.output<typeof AuditExportInput>;
