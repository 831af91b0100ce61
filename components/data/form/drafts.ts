/**
 * What somebody wrote and has not sent yet, kept in this browser until it is sent: it outlives the tab and the browser. Each draft belongs to a
 * person by its key, so that whoever else signs in at the same machine never meets it; their signing out forgets it, and so do thirty days.
 */

const beginning = 'gatehouse.draft ';
const lifetime = 30 * 24 * 60 * 60 * 1000;

/** Where a draft is kept: by whose it is, what it is about and what it is for. */
export const draftKey = (personId: string, aboutId: string, what: string): string => `${beginning}${personId} ${aboutId} ${what}`;

type Kept = { at: number; value: unknown };

function parse(text: string | null): Kept | null {
  if (text === null) return null;
  const kept: unknown = JSON.parse(text);
  return typeof kept === 'object' && kept !== null && 'at' in kept && typeof kept.at === 'number' && 'value' in kept
    ? (kept as Kept)
    : null;
}

const keysOf = (storage: Storage): string[] => Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');

/** A kept draft, or null: none, too old, or one that cannot be read. */
export function readDraft(key: string): unknown {
  try {
    const kept = parse(localStorage.getItem(key));
    return kept && Date.now() - kept.at < lifetime ? kept.value : null;
  } catch {
    return null;
  }
}

/** Keeps a draft; null forgets it. A browser that keeps nothing loses no more than it would have. */
export function writeDraft(key: string, value: unknown): void {
  try {
    if (localStorage.getItem(key) === null) forgetOldDrafts();
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ at: Date.now(), value } satisfies Kept));
  } catch {
    // Full, or forbidden by the browser: the form still holds it.
  }
}

function forgetOldDrafts(): void {
  for (const key of keysOf(localStorage)) if (key.startsWith(beginning) && readDraft(key) === null) localStorage.removeItem(key);
}

/** How many texts of this person wait in this browser. */
export function countDrafts(personId: string): number {
  try {
    return keysOf(localStorage).filter((key) => key.startsWith(`${beginning}${personId} `) && readDraft(key) !== null).length;
  } catch {
    return 0;
  }
}

/** Forgets all that this person wrote in this browser and did not send: they sign out. */
export function forgetDrafts(personId: string): void {
  try {
    for (const key of keysOf(localStorage)) if (key.startsWith(`${beginning}${personId} `)) localStorage.removeItem(key);
  } catch {
    // The browser forbids it, and so has kept none.
  }
}
