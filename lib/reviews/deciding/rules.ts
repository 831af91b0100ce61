/** When a checklist is complete. Pure and browser-safe. */
import type { Answer, EvidenceNeed } from '../rules.ts';

export type Answered = { item: string; answer: Answer | null; link: string | null; files: number };
export type Asked = { id: string; required: boolean; evidence: EvidenceNeed };

/** Is an item answered, with the evidence that it asks for? What does not apply needs none. */
export function isAnswered({ evidence }: Pick<Asked, 'evidence'>, given: Pick<Answered, 'answer' | 'link' | 'files'> | undefined): boolean {
  if (!given?.answer) return false;
  return evidence !== 'required' || given.answer === 'not_applicable' || given.link !== null || given.files > 0;
}

/** The required items that keep a review from being approved. */
export function missingOf(items: readonly Asked[], answers: readonly Answered[]): string[] {
  const given = new Map(answers.map((answer) => [answer.item, answer]));
  return items.filter((item) => item.required && !isAnswered(item, given.get(item.id))).map(({ id }) => id);
}
