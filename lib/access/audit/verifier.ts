/** Checks a sealed log, row by row, whatever it is read from: the database or an exported file. Keeps no more of it than what is still open. */
import type { KeyObject } from 'node:crypto';
import { opens, type PersonalPart } from '#lib/platform/personal-data.ts';
import { type Checkpoint, checkpointDigest, digestOf, hashOf, isSignedBy, nothing, type Seal, type SealedEvent } from './chain.ts';

/** A row of the log. `event` is null where the row is gone, and left out where the copy does not hold it. */
export type Entry = Seal & { event?: SealedEvent | null; parts: readonly PersonalPart[] };

export type ProblemKind =
  | 'missing'
  | 'changed'
  | 'reordered'
  | 'truncated'
  | 'rewritten'
  | 'unsigned'
  | 'unsealed'
  | 'commitment'
  | 'personal'
  | 'checkpoint'
  | 'signature'
  | 'witness';

/** The first broken row: `seq` in the chain, or the number of a checkpoint, and what is wrong with it in a sentence. */
export type Problem = { kind: ProblemKind; seq: number | null; checkpoint: number | null; eventId: string | null; text: string };

export type Verdict = { ok: boolean; seq: number; rows: number; checkpoints: number; problem: Problem | null; notes: string[] };

export const problemAt = (kind: ProblemKind, seq: number | null, eventId: string | null, text: string): Problem => ({
  kind,
  seq,
  checkpoint: null,
  eventId,
  text,
});

const atCheckpoint = (kind: ProblemKind, { number, seq }: Checkpoint, text: string): Problem => ({
  kind,
  seq,
  checkpoint: number,
  eventId: null,
  text,
});

/** Those that bear the signature of a known key. Checks a few hundred at a time, so that whoever else runs in the process gets their turn. */
export async function genuineOf(checkpoints: readonly Checkpoint[], keys: ReadonlyMap<string, KeyObject>): Promise<Set<Checkpoint>> {
  const found = new Set<Checkpoint>();
  for (const [at, each] of checkpoints.entries()) {
    const key = keys.get(each.keyId);
    if (key && isSignedBy(each, key)) found.add(each);
    if (at % 200 === 199) await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

/** The first checkpoint that is not what was signed, or does not follow the one before it. `whole`: they begin with the first. */
export function checkpointProblem(
  checkpoints: readonly Checkpoint[],
  keys: ReadonlyMap<string, KeyObject>,
  genuine: ReadonlySet<Checkpoint>,
  whole: boolean,
): Problem | null {
  let before: Checkpoint | null = null;
  for (const each of checkpoints) {
    const expected: number = before ? before.number + 1 : whole ? 1 : each.number;
    if (each.number !== expected)
      return { ...atCheckpoint('checkpoint', each, `Checkpoint ${expected} is missing.`), checkpoint: expected };
    const key = keys.get(each.keyId);
    if (!key)
      return atCheckpoint('signature', each, `Checkpoint ${each.number} is signed with the key ${each.keyId}, which is not known here.`);
    if (!genuine.has(each)) return atCheckpoint('signature', each, `Checkpoint ${each.number} does not bear its signature.`);
    if ((before || whole) && each.previous !== (before ? checkpointDigest(before) : nothing))
      return atCheckpoint('checkpoint', each, `Checkpoint ${each.number} does not follow the one before it.`);
    if (before && each.seq < before.seq) return atCheckpoint('checkpoint', each, `Checkpoint ${each.number} goes back.`);
    before = each;
  }
  return null;
}

/** What a witness was told and the log does not say any more. */
export function witnessProblem(
  told: readonly Checkpoint[],
  standing: readonly Checkpoint[],
  genuine: ReadonlySet<Checkpoint>,
): Problem | null {
  const byNumber = new Map(standing.map((each) => [each.number, checkpointDigest(each)]));
  for (const each of told) {
    if (!genuine.has(each)) return atCheckpoint('signature', each, `The witness's checkpoint ${each.number} does not bear its signature.`);
    const found = byNumber.get(each.number);
    if (found === undefined) return atCheckpoint('witness', each, `Checkpoint ${each.number}, which the witness has, is missing.`);
    if (found !== checkpointDigest(each))
      return atCheckpoint('witness', each, `Checkpoint ${each.number} is another than the witness has.`);
  }
  return null;
}

/** A change that was under way during an erasure may stand behind it and have lost its parts to it; none takes longer, in milliseconds. */
const erasureGrace = 15_000;

export type VerifierOptions = {
  /** Checkpoints, the witness's too; those whose signature does not hold are to be left out. */
  checkpoints: readonly Checkpoint[];
  /** Where to begin: a place that a checkpoint vouches for. */
  from?: { seq: number; hash: string };
  /** Whether personal parts that are missing must be explained by an erasure in the log. */
  everyPart: boolean;
};

/** Takes the rows in the order of seq and tells of the first one that is broken. */
export class Verifier {
  readonly #signed: Map<number, Set<string>>;
  readonly #lastSigned: number;
  readonly #everyPart: boolean;
  #seq: number;
  #hash: string;
  #vouched: number;
  #rows = 0;
  #problem: Problem | null = null;
  /** Whose parts are missing and not explained yet, and where first; and until when an erasure explains it. */
  readonly #missing = new Map<string, Problem>();
  readonly #erased = new Map<string, number>();

  constructor({ checkpoints, from = { seq: 0, hash: nothing }, everyPart }: VerifierOptions) {
    this.#signed = new Map();
    for (const { seq, hash } of checkpoints) this.#signed.set(seq, (this.#signed.get(seq) ?? new Set()).add(hash));
    this.#lastSigned = checkpoints.reduce((last, { seq }) => Math.max(last, seq), 0);
    this.#everyPart = everyPart;
    this.#seq = from.seq;
    this.#vouched = from.seq;
    this.#hash = from.hash;
  }

  get seq(): number {
    return this.#seq;
  }

  get hash(): string {
    return this.#hash;
  }

  /** The last row that a checkpoint vouches for. */
  get vouched(): number {
    return this.#vouched;
  }

  get problem(): Problem | null {
    return this.#problem;
  }

  /** @param around rows among which an event that stands in another's place is looked for. */
  add(entry: Entry, around: readonly Entry[] = []): void {
    if (this.#problem) return;
    this.#problem = this.#problemOf(entry, around);
    if (this.#problem) return;
    this.#seq = entry.seq;
    this.#hash = entry.hash;
    this.#rows += 1;
    this.#problem = this.#disowned(entry);
  }

  #problemOf({ seq, digest, hash, event, parts }: Entry, around: readonly Entry[]): Problem | null {
    const expected = this.#seq + 1;
    if (seq !== expected) return problemAt('missing', expected, null, `Row ${expected} is missing: row ${seq} follows row ${this.#seq}.`);
    if (event === null) return problemAt('missing', seq, null, `Row ${seq} is missing: its seal is there, its event is not.`);
    if (event !== undefined && digestOf(event) !== digest) {
      const other = around.find((each) => each.event && each.event.id !== event.id && digestOf(each.event) === digest);
      return other
        ? problemAt('reordered', seq, event.id, `Row ${seq} was reordered: the event that was sealed there is now row ${other.seq}.`)
        : problemAt('changed', seq, event.id, `Row ${seq} was changed: it is not what was sealed.`);
    }
    if (hashOf(seq, this.#hash, digest) !== hash)
      return problemAt('changed', seq, event?.id ?? null, `The seal of row ${seq} was changed: it does not follow from the row before.`);
    return event ? this.#personalProblem(seq, event, parts) : null;
  }

  #personalProblem(seq: number, event: SealedEvent, parts: readonly PersonalPart[]): Problem | null {
    const at = Date.parse(event.at);
    if (event.event === 'user.erased' && event.targetId) {
      this.#missing.delete(event.targetId);
      this.#erased.set(event.targetId, at + erasureGrace);
    }
    const commitments = event.personal ?? [];
    for (const commitment of commitments) {
      const part = parts.find((each) => each.id === commitment.id);
      if (part && !opens(commitment, part))
        return problemAt('commitment', seq, event.id, `The personal data of row ${seq} were changed: they are not what was committed to.`);
      const whose = commitment.subject ?? '';
      if (!part && !this.#missing.has(whose) && at > (this.#erased.get(whose) ?? Number.NEGATIVE_INFINITY))
        this.#missing.set(
          whose,
          problemAt('personal', seq, event.id, `Personal data of row ${seq} are missing, and their person was not erased.`),
        );
    }
    const extra = parts.find((part) => !commitments.some(({ id }) => id === part.id));
    return extra ? problemAt('commitment', seq, event.id, `Row ${seq} has personal data that it did not commit to.`) : null;
  }

  #disowned({ seq, hash, event }: Entry): Problem | null {
    const signed = this.#signed.get(seq);
    if (signed && (signed.size > 1 || !signed.has(hash)))
      return problemAt(
        'rewritten',
        this.#vouched + 1,
        this.#vouched + 1 === seq ? (event?.id ?? null) : null,
        `The log was rewritten from row ${this.#vouched + 1} on, or from one up to row ${seq}: a signed checkpoint says otherwise.`,
      );
    if (signed) this.#vouched = seq;
    return null;
  }

  /** To be called when every row was added. */
  end(): { problem: Problem | null; rows: number } {
    if (!this.#problem && this.#lastSigned > this.#seq)
      this.#problem = problemAt(
        'truncated',
        this.#seq + 1,
        null,
        `The log was cut: row ${this.#seq + 1} is missing, and a checkpoint was signed for row ${this.#lastSigned}.`,
      );
    if (!this.#problem && this.#everyPart) {
      this.#problem = [...this.#missing.values()].sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))[0] ?? null;
    }
    return { problem: this.#problem, rows: this.#rows };
  }
}
