/** Answers to a checklist, each saved on its own as one goes. */
import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { ReviewAnswer as StoredAnswer } from '#prisma/generated/client.ts';
import { seatFor } from '../../assigning/seats/commands.ts';
import { hindranceToDecide, refusalWords } from '../../policy.ts';
import { type Answer, refusals } from '../../rules.ts';
import { eventOf, type Locked, locked, mustBeLive } from '../../writing/commands.ts';
import { missingOf } from '../rules.ts';
import type { AnswerEdit } from '../schema.ts';

/** The required items of a checklist that are not answered, or lack the evidence that they ask for. */
export async function missingIn({ tx }: Change, { review, content }: Locked): Promise<string[]> {
  const answers = await tx.reviewAnswer.findMany({ where: { reviewId: review.id } });
  const files = await tx.reviewFile.groupBy({ by: ['item'], where: { reviewId: review.id, removedAt: null }, _count: true });
  const counted = new Map(files.map(({ item, _count }) => [item, _count]));
  return missingOf(
    content.items,
    answers.map(({ item, answer, link }) => ({ item, answer: answer as Answer | null, link, files: counted.get(item) ?? 0 })),
  );
}

/**
 * Saves the answer to one item, over the one that its writer saw.
 * @throws AppError `conflict` with the answer as it stands when somebody else was faster, and once a vote of this round rests on it; `forbidden` for whoever may
 * not decide
 */
export async function saveAnswer(actor: Actor, act: Act, input: AnswerEdit): Promise<{ version: number; answeredAt: string }> {
  const { id, item, version, answer, note, link } = input;
  return transact(scopeOf(actor, 'review.decide'), act, 'review.answered', async (change) => {
    const { tx } = change;
    const found = await locked(change, id, ({ teamId }) => must(actor, 'review.decide', { teamId }));
    const { review, content } = found;
    mustBeLive(found);
    const asked = content.items.find((each) => each.id === item);
    if (!asked) throw notFound('question');
    const hindrance = hindranceToDecide(actor, found.parties, review.teamId);
    if (hindrance) throw new AppError('forbidden', refusalWords[hindrance]);
    if (!(await seatFor(change, actor, review))) throw new AppError('forbidden', refusals['not-seated']);
    const present = await tx.reviewAnswer.findUnique({ where: { reviewId_item: { reviewId: id, item } } });
    if ((present?.version ?? 0) !== version) throw overtaken(present);
    mustBeWritable(found, present, { answer, link });
    if (asked.evidence === 'none' && link) throw invalid('link', 'This question asks for no evidence.');
    const at = now();
    const values = { answer, note, link, answeredBy: actor.id, answeredAt: at };
    if (present && present.answer === answer && present.note === note && present.link === link) {
      change.unchanged();
      return { version, answeredAt: present.answeredAt.toISOString() };
    }
    const key = { reviewId: id, item };
    if (present) await tx.reviewAnswer.update({ where: { reviewId_item: key }, data: { ...values, version: { increment: 1 } } });
    else await tx.reviewAnswer.create({ data: { ...key, teamId: review.teamId, ...values } });
    const told = (each: Pick<StoredAnswer, 'answer' | 'note' | 'link'>) => ({
      item,
      answer: each.answer,
      note: each.note,
      link: each.link,
    });
    await change.record(
      eventOf('review.answered', review, { before: present ? told(present) : null, after: told({ answer, note, link }) }),
    );
    return { version: version + 1, answeredAt: at.toISOString() };
  });
}

const overtaken = (present: StoredAnswer | null) =>
  new AppError('conflict', 'Somebody else answered this meanwhile. Both answers are shown; choose which stands.', {
    current: {
      answer: present?.answer ?? null,
      note: present?.note ?? '',
      link: present?.link ?? null,
      version: present?.version ?? 0,
      answeredBy: present?.answeredBy ?? null,
    },
  });

/** What somebody voted on stays as it was when they did: whoever thinks otherwise asks for changes. */
function mustBeWritable(
  { review, votes }: Locked,
  present: StoredAnswer | null,
  { answer, link }: { answer: Answer | null; link: string | null },
): void {
  if (review.status !== 'open') throw new AppError('conflict', refusals['not-open']);
  const voted = votes.some((vote) => vote.round === review.round);
  if (voted && present?.answer && (present.answer !== answer || (present.link !== null && present.link !== link)))
    throw new AppError(
      'conflict',
      'Somebody has voted on this answer and its evidence. Request changes if you see it otherwise; notes can still be added.',
      {
        current: { answer: present.answer, note: present.note, link: present.link, version: present.version },
      },
    );
}
