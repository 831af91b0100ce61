import type { Change } from '#lib/platform/transact.ts';
import { type ImportStatus, isOver } from '../rules.ts';

/** An import that failed waits for nobody: it is read again or goes by itself. */
const isUnderWay = (status: string): boolean => status !== 'failed' && !isOver(status as ImportStatus);

/** How many imports into the team are under way, within a change: one that waits for somebody's look would still write there. */
export async function countUnderWay({ tx }: Change, teamId: string): Promise<number> {
  const counts = await tx.import.groupBy({ by: ['status'], where: { teamId }, _count: true });
  return counts.filter(({ status }) => isUnderWay(status)).reduce((sum, { _count }) => sum + _count, 0);
}
