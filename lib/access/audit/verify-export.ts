/** Verification of an exported file, without a database: its rows, seals, commitments and checkpoints, against public keys. */

import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { PersonalPart } from '#lib/platform/personal-data.ts';
import { type Checkpoint, hashOf, type SealedEvent } from './chain.ts';
import { checkpointProblem, genuineOf, type Problem, problemAt, type Verdict, Verifier, witnessProblem } from './verifier.ts';

type Header = {
  type: 'header';
  format: string;
  version: number;
  count: number;
  filter: object;
  from: { seq: number; hash: string } | null;
};
type Line =
  | Header
  | { type: 'checkpoint'; checkpoint: Checkpoint }
  | { type: 'event'; seq: number; digest: string; hash: string; event: SealedEvent; personal: PersonalPart[] }
  | { type: 'link'; seq: number; digest: string };

/** The file is not an export of an audit log; the message names the line. */
export class NotAnExport extends Error {}

/**
 * Verifies a file that `GET /audit/export` gave. A part of the log is verified as such: it begins behind a checkpoint, and an erasure that explains
 * missing personal data may lie outside it.
 * @throws NotAnExport where a line is none of an export.
 */
export async function verifyExport(
  file: string,
  keys: ReadonlyMap<string, KeyObject>,
  witness: readonly Checkpoint[] = [],
): Promise<Verdict> {
  const lines = parsed(file);
  const first = (await lines.next()).value;
  if (first?.type !== 'header' || first.format !== 'gatehouse-audit' || first.version !== 1)
    throw new NotAnExport('line 1: this is not an exported audit log of a format that is known here');
  const { from, filter } = first;
  const whole = from === null && Object.keys(filter).length === 0;
  const checkpoints: Checkpoint[] = [];
  let verifier: Verifier | null = null;
  let events = 0;
  let genuine = new Set<Checkpoint>();
  const begin = async () => {
    genuine = await genuineOf([...checkpoints, ...witness], keys);
    return new Verifier({ checkpoints: [...genuine], from: from ?? undefined, everyPart: whole });
  };
  for await (const line of lines) {
    if (line.type === 'checkpoint') checkpoints.push(line.checkpoint);
    if (line.type !== 'event' && line.type !== 'link') continue;
    verifier ??= await begin();
    const { seq, digest } = line;
    if (line.type === 'event') events += 1;
    verifier.add(
      line.type === 'event'
        ? { seq, digest, hash: line.hash, event: line.event, parts: line.personal }
        : { seq, digest, hash: hashOf(seq, verifier.hash, digest), parts: [] },
    );
    if (verifier.problem) break;
  }
  verifier ??= await begin();
  const unvouched = from !== null && ![...genuine].some((each) => each.seq === from.seq && each.hash === from.hash);
  const { problem, rows } = first.count === 0 ? { problem: null, rows: 0 } : verifier.end();
  const found: Problem | null =
    problem ??
    checkpointProblem(checkpoints, keys, genuine, from === null) ??
    (unvouched
      ? problemAt('signature', from.seq, null, `The file begins at row ${from.seq + 1}, and no checkpoint vouches for what is before it.`)
      : null) ??
    (events < first.count
      ? problemAt('truncated', verifier.seq + 1, null, `The file was cut: ${first.count} events were exported, ${events} are here.`)
      : null) ??
    witnessProblem(whole ? witness : [], checkpoints, genuine) ??
    (events > 0 && verifier.vouched === (from?.seq ?? 0)
      ? problemAt('unsigned', verifier.vouched + 1, null, `From row ${verifier.vouched + 1} on, nothing is signed.`)
      : null);
  const waiting = verifier.seq - verifier.vouched;
  return {
    ok: found === null,
    seq: problem ? Math.max(0, (problem.seq ?? 1) - 1) : verifier.seq,
    rows,
    checkpoints: checkpoints.length,
    problem: found,
    notes: [
      ...(waiting > 0 ? [`The last ${waiting} rows were exported before they were signed.`] : []),
      ...(whole ? [] : ['This is a part of the log: that its rows are whole is proven, not that these are all.']),
    ],
  };
}

async function* parsed(file: string): AsyncGenerator<Line> {
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (text.trim() === '') continue;
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      throw new NotAnExport(`line ${number}: this is not JSON`);
    }
    yield line;
  }
}
