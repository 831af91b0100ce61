/** Short messages that come and go. This is the store; `Toaster`, once in the root layout, draws it. */

export interface ToastMessage {
  id: number;
  tone: 'neutral' | 'good' | 'danger';
  text: string;
  detail?: string;
  action?: { label: string; run: () => void | Promise<void> };
  /** Milliseconds until it goes by itself; `Infinity` stays until dismissed. */
  duration: number;
}

export type ToastOptions = Partial<Omit<ToastMessage, 'id' | 'text'>>;

let messages: readonly ToastMessage[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function publish(next: readonly ToastMessage[]) {
  messages = next;
  for (const listener of listeners) listener();
}

/** Shows a message, at most three at once, and returns what `dismissToast` takes. Failures stay longer, as do messages with an action. */
export function showToast(text: string, options: ToastOptions = {}): number {
  lastId += 1;
  const duration = options.duration ?? (options.action || options.tone === 'danger' ? 12_000 : 5_000);
  publish([...messages.slice(-2), { tone: 'neutral', ...options, id: lastId, text, duration }]);
  return lastId;
}

export function dismissToast(id: number): void {
  publish(messages.filter((message) => message.id !== id));
}

export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly ToastMessage[] {
  return messages;
}
