/** How webhooks are tried, and in which words they stand. Pure; browser-safe. */

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];
export const deliveryLabels: Record<DeliveryState, string> = { waiting: 'Waiting', delivered: 'Delivered', failed: 'Failed' };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds to wait after each failed attempt; after the last one it is given up: about a day in all. */
const waits = [5 * second, 30 * second, 2 * minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 6 * hour, 10 * hour];
export const mostAttempts = waits.length + 1;

/**
 * How long to wait after so many attempts, or null where it is given up.
 * @param asked what the receiver asked for, in milliseconds; taken up to the longest of ours
 */
export function waitAfter(attempts: number, asked = 0): number | null {
  const own = waits[attempts - 1];
  return own === undefined ? null : Math.max(own, Math.min(asked, 10 * hour));
}

/** A webhook that got nothing through for so long, in milliseconds, is switched off when the next event fails for good. */
export const disabledAfter = 3 * 24 * hour;

/** For how long, in milliseconds, the secret before still signs. */
export const formerHolds = 24 * hour;

/** Attempts that are told of one delivery. */
export const toldAttempts = 12;

/** What one attempt came to. */
export type Attempt = { at: string; status: number | null; error: string | null; milliseconds: number; excerpt: string };

/** What is sent to try it out. */
export const testEvent = 'webhook.test';
