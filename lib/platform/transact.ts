import { Prisma } from '#prisma/generated/client.ts';
import { type Act, type AuditEvent, append, type EventName } from './audit.ts';
import { database, holding, planKept, type Reader, type Scope, scopeSettings } from './database.ts';

/** The transaction of one change: Prisma's client, and `record`, without which nothing is committed. */
export type Change = {
  tx: Prisma.TransactionClient;
  /** Runs SQL in the transaction without going through Prisma: values come as the driver gives them. */
  rows: Reader['rows'];
  act: Act;
  record(...events: AuditEvent[]): Promise<void>;
  /** Says that this change turned out to change nothing: whatever it may have written is rolled back. */
  unchanged(): void;
};

/**
 * What follows from changes and must be there when they commit. A domain that keeps what it derives from others' rows says here how, and
 * lib/composition.ts has it said in every process that writes.
 */
export type Consequence = {
  /** Of which announced events it looks for anything to do. */
  of: (announced: EventName) => boolean;
  draw: (change: Change) => Promise<void>;
};

// Next loads this module once for pages and once for routes: what one has said holds for both.
const holder = globalThis as { gatehouseConsequences?: Map<string, Consequence> };

/** Has `consequence` drawn before each of its changes commits, in their transactions. Said again under the same name, it takes the place of the first. */
export function beforeCommit(name: string, consequence: Consequence): void {
  holder.gatehouseConsequences ??= new Map();
  holder.gatehouseConsequences.set(name, consequence);
}

/** More than this many milliseconds in one change is a fault; imports, which take longer, say so. */
const usualLimit = 15_000;

/**
 * Runs a change and its audit events in one transaction, or neither. Announces the event first, because the database refuses writes
 * to governed tables without it.
 * `work` may run a second time, from the beginning, where it and another change waited for each other.
 * @throws Error when `work` ends without having recorded an event; everything is rolled back.
 */
export async function transact<T>(
  scope: Scope,
  act: Act,
  announced: EventName,
  work: (change: Change) => Promise<T>,
  options: { limit?: number } = {},
): Promise<T> {
  const attempt = () =>
    holding(({ rows }) =>
      database().prisma.$transaction(
        async (tx) => {
          // What takes long asks for its rights at its end: nobody who takes them away should have to wait for it.
          const long = options.limit !== undefined;
          await begin(rows, { ...scopeSettings(scope), 'app.announced': announced }, long ? null : act);
          if (!long) await act.recheck?.((query) => tx.$queryRaw(query));
          let recorded = 0;
          let unchanged = false;
          const change: Change = {
            tx,
            rows,
            act,
            record: async (...events) => {
              recorded += events.length;
              await append(tx, act, events);
            },
            unchanged: () => {
              unchanged = true;
            },
          };
          const result = await work(change);
          if (recorded > 0) for (const { of, draw } of holder.gatehouseConsequences?.values() ?? []) if (of(announced)) await draw(change);
          if (long && act.recheck) {
            await begin(rows, {}, act);
            await act.recheck((query) => tx.$queryRaw(query));
          }
          if (recorded === 0) throw unchanged ? new Unchanged(result) : new NothingRecorded(announced);
          return result;
        },
        { timeout: options.limit ?? usualLimit, maxWait: 5_000 },
      ),
    );
  // Of two that wait for each other the database lets one go; it is done again, once, after the other.
  const committed = attempt().catch((error: unknown) => (isDeadlock(error) ? attempt() : Promise.reject(error)));
  return committed.catch((error: unknown) => {
    if (error instanceof Unchanged) return error.result as T;
    throw error;
  });
}

const isDeadlock = (error: unknown): boolean =>
  error instanceof Error &&
  (/\b(40P01|P2034)\b|deadlock/.test(`${'code' in error ? error.code : ''} ${error.message}`) || isDeadlock(error.cause));

/**
 * Makes the settings of a transaction and, for an act whose rights are read again, has whoever takes them away wait for its end. The reading
 * is a statement after this one: one statement sees what was there when it began.
 */
async function begin(rows: Reader['rows'], settings: Record<string, string>, act: Act | null): Promise<void> {
  const made = Object.entries(settings).map(([name, value]) => Prisma.sql`set_config(${name}, ${value}, true)`);
  if (act?.recheck)
    for (const whose of ['everyone', act.actorId ?? ''])
      made.push(Prisma.sql`pg_advisory_xact_lock_shared(hashtextextended('gatehouse.rights ' || ${whose}::text, 0))`);
  await rows(Prisma.sql`${Prisma.raw(planKept)} SELECT ${Prisma.join(made)}`);
}

/** Carries the result of a change that changed nothing past the rollback. */
class Unchanged extends Error {
  readonly result: unknown;

  constructor(result: unknown) {
    super('unchanged');
    this.result = result;
  }
}

/** A change that announced an event and recorded none: a mistake in our code, never the person's. */
export class NothingRecorded extends Error {
  constructor(announced: string) {
    super(`"${announced}" was announced, and the change ended without an audit event: rolled back.`);
    this.name = 'NothingRecorded';
  }
}
