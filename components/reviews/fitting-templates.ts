/** Which templates fit what is to be reviewed, the closest first. Pure. */
import type { Kind, Stage } from '#lib/assets/rules.ts';
import type { Subject } from '#lib/reviews/rules.ts';
import type { TemplateRow } from '#lib/reviews/templates/schema.ts';

export type OfferedTemplate = Pick<
  TemplateRow,
  'key' | 'subject' | 'name' | 'description' | 'kinds' | 'stages' | 'questions' | 'quorum' | 'namesReviewers' | 'days' | 'validityDays'
>;

/** `stage`: of a transition where it leads to, otherwise where the asset stands; null where there is none or it is not chosen yet. */
export type Fit = { subject: Subject; kind: Kind | null; stage: Stage | null };

/** Those of the subject whose kinds and stages are met; those that name them before those that fit all. */
export function fittingTemplates<T extends OfferedTemplate>(templates: readonly T[], { subject, kind, stage }: Fit): T[] {
  const closeness = ({ kinds, stages }: T) => Number(kinds.length > 0) + Number(stages.length > 0);
  return templates
    .filter((each) => each.subject === subject)
    .filter(({ kinds }) => kinds.length === 0 || kind === null || kinds.includes(kind))
    .filter(({ stages }) => stages.length === 0 || stage === null || stages.includes(stage))
    .sort((a, b) => closeness(b) - closeness(a) || a.name.localeCompare(b.name, 'en'));
}
