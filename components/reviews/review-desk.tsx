'use client';

import { useEffect, useRef, useState } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import type { Comments } from '#lib/reviews/comments/schema.ts';
import type { VoteOutcome } from '#lib/reviews/deciding/schema.ts';
import type { ReviewFiles } from '#lib/reviews/files/schema.ts';
import { isWaiting } from '#lib/reviews/rules.ts';
import type { Review } from '#lib/reviews/schema.ts';
import { AttachButton } from './attach-button.tsx';
import { BreakGlass } from './break-glass.tsx';
import { Checklist } from './checklist.tsx';
import { CommentSection } from './comment-section.tsx';
import { ControlOutcome } from './control-outcome.tsx';
import { DecisionForm } from './decision-form.tsx';
import { FileList } from './file-list.tsx';
import { missingOf, missingWords } from './missing.ts';
import { Standing } from './standing.tsx';
import { TaskList } from './task-list.tsx';
import { useAnswers } from './use-answers.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { VoteList } from './vote-list.tsx';

export interface ReviewDeskProps {
  review: Review;
  comments: Comments;
  files: ReviewFiles;
  viewerId: string;
  /** The next review that waits for the viewer. */
  next: { id: string; title: string } | null;
}

/** Where a review is worked on: its checklist, the decision, what others decided and said, and its files. */
export function ReviewDesk({ review, comments, files, viewerId, next }: ReviewDeskProps) {
  const { id, checklist, votes, tasks, may, round } = review;
  const answers = useAnswers(id, viewerId, checklist, may.answer);
  const missing = missingWords(missingOf(checklist, answers.answers));
  const unsaved = Object.values(answers.answers).some(({ phase }) => phase !== 'clean' && phase !== 'saved');
  const [outcome, setOutcome] = useState<VoteOutcome | null>(null);
  const comment = useRef<HTMLTextAreaElement>(null);
  const decide = useRef<HTMLElement>(null);
  useReviewKeys({ answer: may.answer ? (item, answer) => answers.write(item, { answer }) : null, comment, decide, next });
  // An address that leads to the decision or to a comment leads there after the page has its parts, too.
  useEffect(() => {
    const place = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    place?.scrollIntoView({ block: 'center' });
  }, []);
  const loose = files.files.filter((file) => file.item === null);
  return (
    <>
      <Standing review={review} missing={missing} next={next} />
      {outcome && <ControlOutcome controls={outcome.controls} />}
      {review.reason && (
        <DetailSection title="Why it was asked for">
          <p className="max-w-[72ch] whitespace-pre-line break-words text-sm">{review.reason}</p>
        </DetailSection>
      )}
      <DetailSection title="Checklist">
        <Checklist
          reviewId={id}
          items={checklist}
          files={files.files}
          answers={answers}
          mayAnswer={may.answer}
          mayAttach={files.mayAdd && isWaiting(review.status)}
          verifies={review.asset !== null}
        />
      </DetailSection>
      {may.decide && (
        <DecisionForm
          key={round}
          review={review}
          viewerId={viewerId}
          missing={missing}
          unsaved={unsaved}
          next={next}
          place={decide}
          onDecided={setOutcome}
        />
      )}
      {tasks.length > 0 && (
        <DetailSection title="Conditions">
          <TaskList reviewId={id} tasks={tasks} />
        </DetailSection>
      )}
      {votes.length > 0 && (
        <DetailSection title="Decisions">
          <VoteList votes={votes} round={round} />
        </DetailSection>
      )}
      {(loose.length > 0 || files.mayAdd) && (
        <DetailSection title="Files" actions={files.mayAdd && <AttachButton reviewId={id} label="Attach files" />}>
          {loose.length > 0 ? (
            <FileList files={loose} digests />
          ) : (
            <p className="text-muted text-sm">
              Reports, pictures, tables: at most 20 MB each, kept with their SHA-256 and only ever downloaded.
            </p>
          )}
        </DetailSection>
      )}
      <CommentSection reviewId={id} viewerId={viewerId} comments={comments} box={comment} />
      <BreakGlass review={review} />
    </>
  );
}
