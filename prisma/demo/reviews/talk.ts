/** What people said about the bank's reviews, and the files that they attached. */
import { createHash } from 'node:crypto';
import { newId } from '#lib/platform/identifiers.ts';
import { mentionOf } from '#lib/reviews/comments/rules.ts';
import type { History, Row } from '../history.ts';
import { after } from '../moments.ts';

export type TalkTables = Record<'review_comments' | 'review_files' | 'review_file_chunks', Row[]>;

/** A question of whoever decides, and what whoever asked for the review says to it. */
const threads: readonly { question: string; answer: string }[] = [
  {
    question: 'the false positives rise in the second week of November. What is that?',
    answer: 'A new merchant category. It is masked since the 14th: https://wiki.wrenfieldbank.example/fraud/merchant-categories',
  },
  {
    question: 'which of the two sources has the new licence, and does it allow training?',
    answer: 'The second. It does, with attribution; the dataset card names it now.',
  },
  {
    question: 'who is called when it has to be rolled back at night?',
    answer: 'The platform’s rota, by https://pager.wrenfieldbank.example/schedules/ml-platform. The last drill took eleven minutes.',
  },
  {
    question: 'the digest in the build log is another than the one registered here.',
    answer: 'The log is of the run before. The right one is attached.',
  },
];
const reports: readonly { name: string; text: string }[] = [
  { name: 'evaluation.csv', text: 'segment,recall,precision\nretail,0.91,0.83\nsmall business,0.87,0.79\ncorporate,0.90,0.88\n' },
  { name: 'build.log', text: 'fetch base image by digest ... ok\ninstall from lock file ... ok\nsign artifact ... ok\n' },
];
const remark = 'I have looked at the numbers as well, and found nothing to add.';

/** Every third review is talked about, and every sixth has a file. Only people who take part in it speak. */
export function talkRows(reviews: readonly Row[], seats: readonly Row[], history: History, now: Date): TalkTables {
  const made: TalkTables = { review_comments: [], review_files: [], review_file_chunks: [] };
  const talked = reviews.filter((_, index) => index % 3 === 1);
  for (const [index, review] of talked.entries()) {
    const asked = seats
      .filter((seat) => seat['review_id'] === review['id'] && seat['user_id'] !== null)
      .map((seat) => String(seat['user_id']));
    const [one, two] = asked;
    const requester = String(review['requested_by']);
    const thread = threads[index % threads.length];
    if (!one || !thread || one === requester) continue;
    const words = `talk ${review['id']}`;
    const say = (by: string, body: string, mentions: string[], parentId: string | null, not: Date): { id: string; at: Date } => {
      const at = new Date(Math.min(after(`${words} ${body}`, not).getTime(), now.getTime() - 60_000));
      const id = newId(at.getTime());
      const place = { review_id: review['id'], team_id: review['team_id'] };
      made.review_comments.push({
        id,
        ...place,
        parent_id: parentId,
        author_id: by,
        body,
        mentions,
        created_at: at,
        edited_at: null,
        removed_at: null,
      });
      history.record({
        ...{ event: 'comment.added', at, actorId: by, target: ['review', String(review['id'])], teamId: String(review['team_id']) },
        after: { commentId: id, ...(parentId && { parentId }), mentions },
      });
      return { id, at };
    };
    const first = say(one, `${mentionOf(requester)} ${thread.question}`, [requester], null, review['requested_at'] as Date);
    const answer = say(requester, thread.answer, [], first.id, first.at);
    if (two && two !== requester) say(two, remark, [], null, answer.at);
    const report = index % 2 === 0 ? reports[(index / 2) % reports.length] : undefined;
    if (report) attach(made, history, { review, report, by: requester, at: answer.at });
  }
  return made;
}

type Attached = { review: Row; report: { name: string; text: string }; by: string; at: Date };

function attach(made: TalkTables, history: History, { review, report, by, at }: Attached): void {
  const bytes = Buffer.from(report.text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const id = newId(at.getTime());
  const team = { team_id: review['team_id'] };
  const type = report.name.endsWith('.csv') ? 'text/csv' : 'text/plain';
  made.review_files.push({
    ...{ id, review_id: review['id'], ...team, name: report.name, type, size: bytes.length, sha256, item: null },
    ...{ added_by: by, added_at: at, removed_at: null },
  });
  made.review_file_chunks.push({ file_id: id, ...team, position: 0, bytes: `\\x${bytes.toString('hex')}` });
  history.record({
    ...{ event: 'file.attached', at, actorId: by, target: ['review', String(review['id'])], teamId: String(review['team_id']) },
    after: { fileId: id, fileName: report.name, size: bytes.length, sha256 },
  });
}
