/** Visits under load: some targets in turn, so that what else the machine does burdens all of them alike. */

export type Target = { visit: () => Promise<void> };

export type Effort = { clients: number; seconds: number };

/** At most this many visits of a target, within the seconds. */
const mostVisits = 300;
const warmUps = 15;

/**
 * Visits each target by so many clients at once, a batch each in turn, until each has had its visits or its time. Returns the durations in
 * milliseconds, target by target, without those of the warm-up.
 */
export async function inTurn(targets: readonly Target[], { clients, seconds }: Effort): Promise<number[][]> {
  const durations = targets.map((): number[] => []);
  const spent = targets.map(() => 0);
  for (const target of targets) await batch(target, clients, warmUps * clients);
  const unfinished = (at: number) => (durations[at]?.length ?? 0) < mostVisits && (spent[at] ?? 0) < seconds * 1000;
  while (targets.some((_, at) => unfinished(at))) {
    for (const [at, target] of targets.entries()) {
      if (!unfinished(at)) continue;
      const began = performance.now();
      durations[at]?.push(...(await batch(target, clients, 10 * clients)));
      spent[at] = (spent[at] ?? 0) + performance.now() - began;
    }
  }
  return durations;
}

async function batch(target: Target, clients: number, visits: number): Promise<number[]> {
  const durations: number[] = [];
  let left = visits;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      const began = performance.now();
      await target.visit();
      durations.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return durations;
}
