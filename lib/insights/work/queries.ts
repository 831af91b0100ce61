import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { dayEnd, hourOf } from '#lib/platform/day-rules.ts';
import { workHref, workParts, workWords } from './rules.ts';
import type { WorkCounts, WorkInput, WorkItem, WorkPage } from './schema.ts';
import { type Window, type WorkRow, workCounts, workRows } from './sql.ts';

/** What has no day stands after what has. */
const lastOfAll = '9999-12-31T00:00:00.000Z';
const sort = 'work';

/** A page of the actor's own work, in the order of days; what has no day comes last. */
export async function listWork(actor: Actor, input: WorkInput): Promise<WorkPage> {
  const at = now();
  const { part, limit } = input;
  const [due, id] = input.after ? decodeCursor(input.after, 'after', sort, ['time', 'id']) : [];
  const window: Window = {
    part,
    from: input.from ? new Date(hourOf(input.from, 0, actor.timeZone)) : undefined,
    to: input.to ? new Date(dayEnd(input.to, actor.timeZone)) : undefined,
    after: due === undefined ? undefined : { due: due === lastOfAll ? 'infinity' : String(due), id: String(id) },
  };
  return read(scopeOf(actor), async (reader) => {
    const rows = await reader.rows<WorkRow>(workRows(actor, at, window, limit + 1));
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      rows: shown.map((row) => told(row, at)),
      next: last ? encodeCursor({ sort, values: [last.due?.toISOString() ?? lastOfAll, last.id] }) : null,
    };
  });
}

/** The first rows of a window, without a way to the next. */
export const workItems = (actor: Actor, at: Date, window: Window, limit: number): Promise<WorkItem[]> =>
  read(scopeOf(actor), async (reader) => (await reader.rows<WorkRow>(workRows(actor, at, window, limit))).map((row) => told(row, at)));

function told(row: WorkRow, at: Date): WorkItem {
  const { part, thing, id, title, detail, within, asset_id, due, more } = row;
  return {
    ...{ part, thing, id, within },
    ...workWords({ part, thing, title, detail, assetId: asset_id, more: more ?? {} }, row.cause_name),
    href: workHref(thing, id, within),
    seat: more?.seat ?? null,
    version: more?.version ?? null,
    asset: asset_id && row.asset_name && row.asset_kind ? { id: asset_id, name: row.asset_name, kind: row.asset_kind } : null,
    teamName: row.team_name ?? '',
    dueAt: due?.toISOString() ?? null,
    // What is stale has been so for a while; it is not late.
    overdue: due !== null && due <= at && part !== 'stale',
  };
}

const most = 100;

/** How much each part holds. What can be claimed is asked by itself: planned together, either would be found the long way. */
export async function countWork(actor: Actor): Promise<WorkCounts> {
  const at = now();
  const rows = await read(scopeOf(actor), async (reader) => [
    ...(await reader.rows<{ part: string; n: number }>(workCounts(actor, at, 'own', most))),
    ...(await reader.rows<{ part: string; n: number }>(workCounts(actor, at, 'claimable', most))),
  ]);
  const counts = Object.fromEntries(workParts.map((part) => [part, Math.min(most, rows.find((row) => row.part === part)?.n ?? 0)]));
  return { counts: counts as WorkCounts['counts'], most };
}
