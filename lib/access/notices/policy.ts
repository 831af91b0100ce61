/** Who may see a notice, by the rights of the moment: judged when it is told, streamed, mailed and read. Pure. */
import type { Permission } from '../permissions.ts';
import { type Actor, can, canEverywhere } from '../policy.ts';
import { type NoticeEvent, noticeEvents, noticeLabels } from './rules.ts';

/** What each event asks of its reader: of what is a team's there, of anything else in the whole organisation. Null: nothing, where it is no team's. */
export const needOf = (event: NoticeEvent): Permission | null => noticeLabels[event].needs ?? null;

/** Events by what they ask for, those that ask for nothing of their own last. */
export const eventsByNeed: readonly { need: Permission | null; events: readonly NoticeEvent[] }[] = [
  ...new Set(noticeEvents.map(needOf)),
].map((need) => ({ need, events: noticeEvents.filter((event) => needOf(event) === need) }));

/** May the person see it now? @param teamId of the asset that it is about, as it stands, or of what it is about */
export function maySee(reader: Actor, { event, teamId }: { event: NoticeEvent; teamId: string | null }): boolean {
  const need = needOf(event);
  if (teamId !== null) return can(reader, need ?? 'asset.read', { teamId });
  return need === null || canEverywhere(reader, need);
}
