/** What a review still lacks before it can be approved, in words. Pure. */
import { isAnswered } from '#lib/reviews/deciding/rules.ts';
import type { AnsweredItem } from '#lib/reviews/schema.ts';
import type { Answers } from './use-answers.ts';

type Item = Pick<AnsweredItem, 'id' | 'required' | 'evidence' | 'files'>;

export type Missing = {
  /** So many required items have no answer. */
  answers: number;
  /** So many are answered without the evidence that they require. */
  evidence: number;
};

/** As the server judges, of what is written here whether or not it is saved yet. */
export function missingOf(items: readonly Item[], answers: Answers): Missing {
  const open = items.filter((item) => {
    const state = answers[item.id];
    return item.required && !isAnswered(item, state && { answer: state.answer, link: state.link.trim() || null, files: item.files });
  });
  const unanswered = open.filter((item) => !answers[item.id]?.answer).length;
  return { answers: unanswered, evidence: open.length - unanswered };
}

const count = (many: number, one: string, more: string) => `${many} ${many === 1 ? one : more}`;

/** "2 required questions are open, 1 answer lacks its evidence"; null where nothing is missing. */
export function missingWords({ answers, evidence }: Missing): string | null {
  const parts = [
    answers > 0 && count(answers, 'required question is open', 'required questions are open'),
    evidence > 0 && count(evidence, 'answer lacks its evidence', 'answers lack their evidence'),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : null;
}

/** "1 of 2 approvals", and how many more it takes. */
export function quorumWords(approvals: number, quorum: number): string {
  const left = quorum - approvals;
  if (left <= 0) return quorum === 1 ? 'Approved by 1 person' : `Approved by ${approvals} people`;
  if (quorum === 1) return 'Needs the approval of 1 person';
  return approvals === 0
    ? `Needs the approval of ${quorum} different people`
    : `${approvals} of ${quorum} approved: ${left} more must, each another person`;
}
