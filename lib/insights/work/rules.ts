/** My work: the parts it falls into, what may stand in each and how it is told. Pure and browser-safe. */
import { type Stage, stageLabels } from '#lib/assets/rules.ts';
import { type RequirementType, typeLabels } from '#lib/gates/rules.ts';
import { type StaleReason, staleSentence } from '#lib/reviews/approvals/rules.ts';
import { type Treatment, treatmentLabels } from '#lib/risks/register/rules.ts';

/** In the order in which they ask for attention. */
export const workParts = ['waiting', 'tasks', 'claimable', 'asked', 'stale', 'expiring'] as const;
export type WorkPart = (typeof workParts)[number];
/** One part, or all that is somebody's own: everything but what anybody with their role may claim. */
export type WorkChoice = WorkPart | 'own';
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
  if (thing === 'waiver') return `/gates/waivers/${id}`;
  if (thing === 'approval') return `/assets/${within}/reviews`;
  return thing === 'risk' ? `/risks/${id}` : `/safeguards/${id}`;
}

/** What the words of a thing are made of, as far as it has them, and what it takes to act on it: a pool's seat, a condition's version. */
export type ToldOfWork = {
  stage?: Stage | null;
  requirement?: RequirementType | null;
  reason?: StaleReason | null;
  treatment?: Treatment | null;
  seat?: string | null;
  version?: number;
};

type Told = { part: WorkPart; thing: WorkThing; title: string; detail: string; assetId: string | null; more: ToldOfWork };

/** The title of a thing and the line below it. `cause`: the name of the asset for which it went stale, where the reader may see it. */
export function workWords(told: Told, cause: string | null): { title: string; detail: string } {
  const { part, thing, title, detail, assetId, more } = told;
  const stage = more.stage ? stageLabels[more.stage] : null;
  if (thing === 'waiver')
    return { title: `${more.requirement ? typeLabels[more.requirement] : title}, waived for ${stage ?? 'a stage'}`, detail };
  if (thing === 'risk' && part === 'tasks') return { title, detail: more.treatment ? treatmentLabels[more.treatment] : 'To be treated' };
  if (thing !== 'approval') return { title, detail };
  if (part === 'expiring') return { title, detail: stage ? `Approved for ${stage}` : 'Approved' };
  const reason: StaleReason = more.reason ?? { what: 'time.passed' };
  return { title, detail: staleSentence(reason, { name: cause, own: reason.asset === assetId }) };
}
