/** What differs between the facts of two versions. Pure, and free for the browser. */

/** A fact that differs: where it stands, from the outside in, and its value on either side; undefined where a side has none. */
export type FactDifference = { path: string[]; from?: unknown; to?: unknown };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names by which an entry of a list is known in the formats that we read; the first one that it has counts. */
const identities = ['bom-ref', 'purl', 'ref', 'id', 'url', 'alg'];

/** How an entry of a list is known from one version to the next, so that an insertion does not shift all that follow. */
function nameOf(entry: unknown): string {
  if (!isObject(entry)) return JSON.stringify(entry);
  const own = identities.map((name) => entry[name]).find((value) => typeof value === 'string');
  if (typeof own === 'string') return own;
  const words = ['type', 'name', 'slice', 'groupAtRisk', 'format'].map((name) => entry[name]).filter((value) => typeof value === 'string');
  return words.length > 0 ? words.join(', ') : JSON.stringify(entry);
}

/** A list's entries by name; the second of a name becomes "name (2)". */
function named(list: readonly unknown[]): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  const last = new Map<string, number>();
  for (const entry of list) {
    const name = nameOf(entry);
    let number = (last.get(name) ?? 0) + 1;
    let free = number === 1 ? name : `${name} (${number})`;
    for (; entries.has(free); free = `${name} (${number})`) number += 1;
    last.set(name, number);
    entries.set(free, entry);
  }
  return Object.fromEntries(entries);
}

/**
 * The facts that differ, in the order of their names, at the innermost place where they do. Lists are compared by what their entries are
 * called, not by position: order alone is no difference.
 */
export function compareFacts(from: unknown, to: unknown, path: string[] = []): FactDifference[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  if (Array.isArray(from) && Array.isArray(to)) return compareFacts(named(from), named(to), path);
  if (!isObject(from) || !isObject(to)) return [{ path, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  const own = (facts: Record<string, unknown>, name: string) => (Object.hasOwn(facts, name) ? facts[name] : undefined);
  return names.flatMap((name) => compareFacts(own(from, name), own(to, name), [...path, name]));
}
