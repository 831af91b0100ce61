import type { Actor } from '#lib/access/policy.ts';
import { csvLine } from '#lib/platform/csv.ts';
import { attachment, streamOf } from '#lib/platform/streaming.ts';
import { listRejected } from '../queries.ts';

/** Everything of an import that was rejected, as a CSV that is read from the database while it is sent. @throws AppError `not_found`. */
export async function rejectedCsv(actor: Actor, id: string): Promise<{ headers: Record<string, string>; body: ReadableStream }> {
  const first = await listRejected(actor, id, { part: 0, seq: 0 });
  return { headers: attachment('text/csv; charset=utf-8', 'rejected.csv'), body: streamOf(lines(actor, id, first)) };
}

const parts = ['', 'Row', 'Version', 'Relation'];

async function* lines(actor: Actor, id: string, first: Awaited<ReturnType<typeof listRejected>>): AsyncGenerator<string> {
  yield csvLine(['Part', 'Place', 'What', 'Reason']);
  let page = first;
  for (let last = page.at(-1); last; last = page.at(-1)) {
    yield page.map((row) => csvLine([parts[row.part] ?? '', row.place, row.what, row.reason])).join('');
    page = await listRejected(actor, id, last);
  }
}
