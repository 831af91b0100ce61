import { kindLabels, kinds, stageLabels, stages } from '#lib/assets/rules.ts';
import type { TemplateContent, TemplateReviewer } from '#lib/reviews/schema.ts';

export type Names = Readonly<Record<string, string>>;

/** Whom a template asks, in words; people and roles by their names. */
export function reviewerWords(reviewer: TemplateReviewer, names: Names): string {
  switch (reviewer.by) {
    case 'person':
      return names[reviewer.userId] ?? 'Somebody who has left';
    case 'role':
      return `Whoever is ${names[reviewer.role] ?? reviewer.role} in the team`;
    case 'organisation_role':
      return `Whoever is ${names[reviewer.role] ?? reviewer.role} in the organisation`;
    case 'team_lead':
      return 'A lead of the team';
    case 'owner_lead':
      return 'The lead of the owner’s team';
    case 'team':
      return 'Anyone of the team who may decide';
  }
}

/** "Model, Pipeline"; "Every kind" where none is named. */
export const kindWords = (given: readonly string[]): string =>
  given.length === 0 || given.length === kinds.length
    ? 'Every kind'
    : kinds
        .filter((kind) => given.includes(kind))
        .map((kind) => kindLabels[kind])
        .join(', ');

/** "Deployment pipeline, Monitoring"; "Every stage" where none is named. */
export const stageWords = (given: readonly string[]): string =>
  given.length === 0 || given.length === stages.length
    ? 'Every stage'
    : stages
        .filter((stage) => given.includes(stage))
        .map((stage) => stageLabels[stage])
        .join(', ');

export const dayWords = (days: number, kind: string): string => `${days} ${kind} ${days === 1 ? 'day' : 'days'}`;

export const contentLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'What it is for',
  kinds: 'Kinds',
  stages: 'Stages',
  items: 'Questions',
  reviewers: 'Reviewers',
  quorum: 'Approvals needed',
  days: 'Working days',
  validityDays: 'An approval holds',
  question: 'Question',
  guidance: 'Guidance',
  required: 'Required',
  evidence: 'Evidence',
  control: 'Verifies',
};

/** The value of a field of a template, for people. */
export function contentWords(field: string, value: unknown, names: Names): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (field === 'kinds') return kindWords(value as TemplateContent['kinds']);
  if (field === 'stages') return stageWords(value as TemplateContent['stages']);
  if (field === 'reviewers') return (value as TemplateReviewer[]).map((each) => reviewerWords(each, names)).join('; ') || 'nobody';
  if (field === 'items') return (value as TemplateContent['items']).map(({ question }, at) => `${at + 1}. ${question}`).join('\n');
  if (field === 'days') return dayWords(Number(value), 'working');
  if (field === 'validityDays') return dayWords(Number(value), 'calendar');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return names[String(value)] ?? String(value);
}
