/**
 * Approvals: what an approved review gives, bound to exactly what was approved. An approval names the version, its digest and everything upstream at that
 * moment; it goes stale when any of it changes.
 */
import { z } from 'zod';
import { DataClass, Exposure, Stage } from '#lib/assets/schema.ts';
import { approvalStates, staleCauses } from './rules.ts';

export const ApprovalState = z.enum(approvalStates);
export const StaleCause = z.enum(staleCauses);
export const Governed = z.strictObject({ stage: Stage, exposure: Exposure, dataClass: DataClass });
