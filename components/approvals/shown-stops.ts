import type { PathVersion } from '#lib/reviews/approvals/schema.ts';

/** A way of up to so many stops is shown whole. */
const whole = 7;
const [head, tail] = [3, 3];

export type ShownStop = { key: string; stop: PathVersion; between: 0 } | { key: string; stop: null; between: number };

/** The stops of a way that are drawn: all of a short one, both ends of a long one with how many lie between. */
export function shownStops(path: readonly PathVersion[]): ShownStop[] {
  const all = path.map((stop, at): ShownStop => ({ key: `${at}`, stop, between: 0 }));
  if (all.length <= whole) return all;
  return [...all.slice(0, head), { key: 'between', stop: null, between: all.length - head - tail }, ...all.slice(-tail)];
}
