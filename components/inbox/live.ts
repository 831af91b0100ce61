/** What is new for the viewer, live: one stream for the whole page, open while the page is in sight. */
import type { Notification } from '#lib/access/notices/inbox/schema.ts';
import type { Output } from '#lib/client.ts';

type Heard = Output<'GET /notifications'>['notifications'][number];
export type LiveNotification = Heard & { unread: number };

let unread: number | null = null;
/** The place in the order of all up to which this page has heard. */
let place = '';
let stream: EventSource | null = null;
let over = false;
const counters = new Set<() => void>();
const hearers = new Set<(notification: Notification) => void>();

/** How many the viewer has not read, to 100; null until it is known. */
export const unreadNow = (): number | null => unread;

/** Says how many are unread, where an operation told. */
export function setUnread(count: number): void {
  unread = count;
  for (const each of counters) each();
}

export function subscribeToUnread(listener: () => void): () => void {
  counters.add(listener);
  open();
  return () => {
    counters.delete(listener);
    if (counters.size === 0) close();
  };
}

/** Hears of each that comes while the page is in sight. */
export function onNotification(hear: (notification: Notification) => void): () => void {
  hearers.add(hear);
  return () => {
    hearers.delete(hear);
  };
}

function open(): void {
  if (stream || over || counters.size === 0 || document.visibilityState === 'hidden') return;
  stream = new EventSource(`/api/v1/notifications/stream${place ? `?since=${place}` : ''}`);
  stream.addEventListener('unread', (event) => {
    place = event.lastEventId;
    setUnread((JSON.parse(event.data) as { unread: number }).unread);
  });
  stream.addEventListener('notification', (event) => {
    place = event.lastEventId;
    const { unread: count, ...notification } = JSON.parse(event.data) as LiveNotification;
    setUnread(count);
    for (const hear of hearers) hear(notification);
  });
  // The session is over: whatever one does next leads to sign-in.
  stream.addEventListener('ended', () => {
    over = true;
    close();
  });
}

function close(): void {
  stream?.close();
  stream = null;
}

// A browser has few connections to a server: windows that nobody looks at give theirs back, and go on from there when they are seen again.
if (typeof document !== 'undefined')
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? close() : open()));
