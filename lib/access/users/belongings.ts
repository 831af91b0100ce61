/** What hangs on a person in other domains, which somebody must take over when they leave. Each domain offers its part; lib/composition.ts puts them together. */
import type { Reader } from '#lib/platform/database.ts';
import type { Change } from '#lib/platform/transact.ts';

export type Belongings = {
  /** "asset", "assets". */
  one: string;
  many: string;
  /** The list of them. */
  href: (personId: string) => string;
  /** How many the person has, within the reader's scope. */
  count: (reader: Reader, personId: string) => Promise<number>;
  /** Gives them all to another within the change that deactivates, each with its event; returns how many. */
  handOver: (change: Change, fromId: string, toId: string) => Promise<number>;
};
