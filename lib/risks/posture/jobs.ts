/** The work of posture that runs outside requests. */
import type { JobDefinition } from '#lib/platform/jobs.ts';
import { dueJobs } from './due/jobs.ts';
import { recalculationJobs } from './recalculation/jobs.ts';

export const postureJobs: readonly JobDefinition[] = [...dueJobs, ...recalculationJobs];
