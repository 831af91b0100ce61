/** My work: the parts it falls into, and what may stand in each. Pure and browser-safe. */

/** In the order in which they ask for attention. */
export const workParts = ['waiting', 'tasks', 'claimable', 'asked', 'stale', 'expiring'] as const;
export type WorkPart = (typeof workParts)[number];
export const workPartLabels: Record<WorkPart, string> = {
  waiting: 'Waiting for me',
  tasks: 'Tasks',
  claimable: 'To claim',
  asked: 'Asked by me',
  stale: 'Stale',
  expiring: 'Expiring',
};
export const workPartWords: Record<WorkPart, string> = {
  waiting: 'Reviews in which you hold a seat, and acceptances and waivers that you may decide.',
  tasks: 'Conditions of approvals, planned safeguards and risks with a day that are yours.',
  claimable: 'Reviews that anybody with your role may take.',
  asked: 'What you asked for and nobody has decided yet.',
  stale: 'Approvals and assessments of what you own that hold no more.',
  expiring: 'What you own and ends within 30 days: approvals, acceptances, waivers, evidence.',
};

export const workThings = ['review', 'task', 'acceptance', 'waiver', 'approval', 'risk', 'safeguard'] as const;
export type WorkThing = (typeof workThings)[number];
export const workThingLabels: Record<WorkThing, string> = {
  review: 'Review',
  task: 'Condition',
  acceptance: 'Acceptance',
  waiver: 'Waiver',
  approval: 'Approval',
  risk: 'Risk',
  safeguard: 'Safeguard',
};

/** What ends within so many days is said to be expiring. */
export const expiringDays = 30;

/** Where a thing is opened. A condition is met on the page of its review, an approval shown with its asset. */
export function workHref(thing: WorkThing, id: string, within: string): string {
  if (thing === 'review') return `/reviews/${id}`;
  if (thing === 'task') return `/reviews/${within}`;
  if (thing === 'acceptance') return `/acceptances/${id}`;
  if (thing === 'waiver') return `/assets/${within}/gate`;
  if (thing === 'approval') return `/assets/${within}/reviews`;
  return thing === 'risk' ? `/risks/${id}` : `/safeguards/${id}`;
}
