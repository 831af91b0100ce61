/** The last bulk change of a list while it can still be taken back: offered under the list long after its toast has gone. */

export interface UndoOffer {
  /** The list's path. */
  path: string;
  /** What would be taken back: "Set stage: 2 assets". */
  label: string;
  /** Until when, in milliseconds since 1970. */
  until: number;
  run: () => Promise<void>;
}

let offer: UndoOffer | null = null;
const listeners = new Set<() => void>();

/** Offers this change in place of an earlier one; null takes the offer away. */
export function offerUndo(next: UndoOffer | null): void {
  offer = next;
  for (const listener of listeners) listener();
}

/** What can be taken back in the list at this path, or null: nothing, or too late. */
export function undoOffered(path: string, at: number): UndoOffer | null {
  return offer && offer.path === path && at < offer.until ? offer : null;
}

/** Calls back when the offer changes, and when it ends by itself. */
export function subscribeToUndo(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const arm = () => {
    clearTimeout(timer);
    if (offer) timer = setTimeout(listener, Math.max(0, offer.until - Date.now()));
  };
  const told = () => {
    arm();
    listener();
  };
  arm();
  listeners.add(told);
  return () => {
    clearTimeout(timer);
    listeners.delete(told);
  };
}
