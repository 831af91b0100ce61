/** What may stand in a template, what differs between two versions of it, and what it is called. Pure and browser-safe. */
import { AppError } from '#lib/platform/errors.ts';
import type { Subject } from '../rules.ts';
import type { ChecklistItem, TemplateContent, TemplateReviewer } from '../schema.ts';

/** A key from a name: "Vendor model (EU)" becomes "vendor-model-eu". Empty where a name has no letter or digit of the Latin alphabet. */
export const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');

/** An id for a question that none of the others has: a key of its words, numbered where that is taken. */
export function itemIdOf(question: string, taken: readonly string[]): string {
  const words = keyOf(question).split('-').slice(0, 6).join('-').slice(0, 50).replace(/-$/, '') || 'question';
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? words : `${words}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

/** What the content refers to, as the organisation knows it. */
export type Known = {
  controls: ReadonlySet<string>;
  /** Roles that may decide in reviews, by their scope. */
  roles: { team: ReadonlySet<string>; organisation: ReadonlySet<string> };
  /** People who can be asked: active ones. */
  people: ReadonlySet<string>;
};

/** Everything that is wrong with the content, by the place where it stands: "items.2.control". Empty where nothing is. */
export function contentProblems(subject: Subject, content: TemplateContent, known: Known): Record<string, string> {
  const { items, reviewers, quorum, kinds } = content;
  const found: Record<string, string> = {};
  for (const [at, { id, question, control }] of items.entries()) {
    const place = `Question ${at + 1} (“${question}”)`;
    if (items.findIndex((each) => each.id === id) < at) found[`items.${at}.id`] = `${place} has the id ${id} of an earlier one.`;
    if (items.findIndex((each) => each.question.toLowerCase() === question.toLowerCase()) < at)
      found[`items.${at}.question`] = `${place} stands here twice.`;
    if (control !== null && !known.controls.has(control))
      found[`items.${at}.control`] = `${place} names the control ${control}, which is not in the catalogue or is switched off.`;
  }
  for (const [at, reviewer] of reviewers.entries()) {
    const problem = reviewerProblem(reviewer, known) ?? (isRepeated(reviewers, at) ? 'is named twice' : null);
    if (problem) found[`reviewers.${at}`] = `Reviewer ${at + 1} ${problem}.`;
  }
  if (reviewers.length > 0 && quorum > reviewers.length)
    found.quorum = `${quorum} people cannot approve where ${reviewers.length === 1 ? 'one is' : `${reviewers.length} are`} asked. Name more reviewers, or ask for fewer approvals.`;
  if (subject === 'dataset' && kinds.some((kind) => kind !== 'dataset')) found.kinds = 'A review of a dataset is about datasets alone.';
  if ((subject === 'access' || subject === 'acceptance') && content.stages.length + kinds.length > 0)
    found.kinds = 'A review of this kind is about no asset of its own: leave kinds and stages open.';
  return found;
}

function reviewerProblem(reviewer: TemplateReviewer, { roles, people }: Known): string | null {
  if (reviewer.by === 'person' && !people.has(reviewer.userId)) return 'is nobody who can be asked';
  if (reviewer.by === 'role' && !roles.team.has(reviewer.role)) return 'is no role of a team that may decide in reviews';
  if (reviewer.by === 'organisation_role' && !roles.organisation.has(reviewer.role))
    return 'is no role in the organisation that may decide in reviews';
  return null;
}

/** The same person twice. Of a role, several seats are several people. */
function isRepeated(reviewers: readonly TemplateReviewer[], at: number): boolean {
  const reviewer = reviewers[at];
  return reviewer?.by === 'person' && reviewers.findIndex((each) => each.by === 'person' && each.userId === reviewer.userId) < at;
}

/** @throws AppError `invalid` naming every place that is wrong, the first one as its message */
export function mustBeSound(subject: Subject, content: TemplateContent, known: Known): void {
  const found = Object.entries(contentProblems(subject, content, known));
  if (found[0])
    throw new AppError('invalid', found[0][1], { fields: Object.fromEntries(found.map(([place, text]) => [`content.${place}`, text])) });
}

export type ItemChange = {
  id: string;
  what: 'added' | 'removed' | 'changed' | 'moved';
  /** Places in the list, from 1; null where it is not there. */
  from: number | null;
  to: number | null;
  before: ChecklistItem | null;
  after: ChecklistItem | null;
  fields: readonly string[];
};
export type ContentDifference = { fields: readonly { field: string; before: unknown; after: unknown }[]; items: readonly ItemChange[] };

const plainFields = ['name', 'description', 'kinds', 'stages', 'reviewers', 'quorum', 'days', 'validityDays'] as const;
const itemFields = ['question', 'guidance', 'required', 'evidence', 'control'] as const;
const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

/** What differs between two versions: fields, and questions by their ids in the order of the later one, those that are gone at the end. */
export function contentDifference(before: TemplateContent, after: TemplateContent): ContentDifference {
  // A question moved where its place among those that stand in both is another.
  const shared = (content: TemplateContent, other: TemplateContent) =>
    content.items.map(({ id }) => id).filter((id) => other.items.some((each) => each.id === id));
  const stayed = longestCommon(shared(before, after), shared(after, before));
  const now = after.items.flatMap((item, at): ItemChange[] => {
    const was = before.items.findIndex(({ id }) => id === item.id);
    const old = before.items[was];
    const place = { id: item.id, to: at + 1, after: item };
    if (!old) return [{ ...place, what: 'added', from: null, before: null, fields: [] }];
    const fields = itemFields.filter((field) => differs(old[field], item[field]));
    if (fields.length > 0) return [{ ...place, what: 'changed', from: was + 1, before: old, fields }];
    return stayed.has(item.id) ? [] : [{ ...place, what: 'moved', from: was + 1, before: old, fields }];
  });
  const gone = before.items.flatMap((item, at): ItemChange[] =>
    after.items.some(({ id }) => id === item.id)
      ? []
      : [{ id: item.id, what: 'removed', from: at + 1, to: null, before: item, after: null, fields: [] }],
  );
  return {
    fields: plainFields
      .filter((field) => differs(before[field], after[field]))
      .map((field) => ({ field, before: before[field], after: after[field] })),
    items: [...now, ...gone],
  };
}

/** The ids that keep their order: of as many as can be. Lists of at most sixty. */
function longestCommon(a: readonly string[], b: readonly string[]): ReadonlySet<string> {
  const best: string[][] = [];
  for (const [at, id] of b.entries()) {
    const place = a.indexOf(id);
    const before = b
      .slice(0, at)
      .map((each, index) => (a.indexOf(each) < place ? (best[index] ?? []) : []))
      .reduce((longest, each) => (each.length > longest.length ? each : longest), []);
    best.push([...before, id]);
  }
  return new Set(best.reduce((longest, each) => (each.length > longest.length ? each : longest), []));
}

export const isSame = (a: TemplateContent, b: TemplateContent): boolean => {
  const { fields, items } = contentDifference(a, b);
  return fields.length === 0 && items.length === 0;
};
