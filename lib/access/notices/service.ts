/** What this server does of notices beside its requests: telling what was filed, sending mails, and telling webhooks. Any number of servers may do it at once. */
import { log } from '#lib/platform/log.ts';
import { pause } from '#lib/platform/pause.ts';
import { sendDueMails } from './mails/commands.ts';
import { tellFiled } from './telling/commands.ts';
import { claimDeliveries, deliver } from './webhooks/deliveries/commands.ts';

/** Milliseconds between two looks. A notification with each commit would make all commits queue for one lock. */
const often = 1_000;
const afterFault = 5_000;

/** Starts all of it, and ends it when the server stops: what is under way ends first, and nothing else is begun. */
export function keepNotices(): void {
  // The build loads the server's code as well, and has no database.
  if (process.env.NEXT_PHASE === 'phase-production-build') return;
  const stopping = new AbortController();
  for (const stop of ['SIGTERM', 'SIGINT'] as const) process.once(stop, () => stopping.abort());
  void again('telling', tellFiled, stopping.signal);
  void again('mails', sendDueMails, stopping.signal);
  void again('webhooks', tellWebhooks, stopping.signal);
}

/** @param work returns how much it did: while there was something, it goes on at once */
async function again(name: string, work: () => Promise<number>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const done = await work().catch((error: unknown) => {
      log.warn({ err: error, work: name }, 'notices: trying again');
      return null;
    });
    if (done === null || done === 0) await pause(done === null ? afterFault : often, signal, false);
  }
}

/** Deliveries under way in this server: one that hangs takes a place, and the others go on. */
const places = 20;
const under = new Set<Promise<unknown>>();

async function tellWebhooks(): Promise<number> {
  if (under.size >= places) return 0;
  const claimed = await claimDeliveries(places - under.size);
  for (const each of claimed) {
    const telling: Promise<unknown> = deliver(each)
      .catch((error: unknown) => log.warn({ err: error, delivery: each.id }, 'a webhook could not be told'))
      .finally(() => under.delete(telling));
    under.add(telling);
  }
  return claimed.length;
}
