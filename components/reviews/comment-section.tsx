'use client';

import type { RefObject } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { request } from '#lib/client.ts';
import type { Comments } from '#lib/reviews/comments/schema.ts';
import { CommentForm } from './comment-form.tsx';
import { CommentThread } from './comment-thread.tsx';

export interface CommentSectionProps {
  reviewId: string;
  viewerId: string;
  comments: Comments;
  box: RefObject<HTMLTextAreaElement | null>;
}

/** What is said about a review, in threads. */
export function CommentSection({ reviewId, viewerId, comments: { comments, names, mayComment }, box }: CommentSectionProps) {
  const threads = comments.filter((each) => each.parentId === null);
  return (
    <DetailSection title={comments.length > 0 ? `Comments (${comments.filter((each) => !each.removed).length})` : 'Comments'}>
      {threads.length > 0 && (
        <ol className="mb-5 flex flex-col gap-5">
          {threads.map((comment) => (
            <CommentThread
              key={comment.id}
              reviewId={reviewId}
              viewerId={viewerId}
              comment={comment}
              answers={comments.filter((each) => each.parentId === comment.id)}
              names={names}
              mayComment={mayComment}
            />
          ))}
        </ol>
      )}
      {mayComment ? (
        <CommentForm
          reviewId={reviewId}
          viewerId={viewerId}
          what="comment"
          label="Comment"
          action="Comment"
          box={box}
          send={(body) => request('POST /reviews/{id}/comments', { id: reviewId, body, parentId: null })}
        />
      ) : (
        threads.length === 0 && <p className="text-muted text-sm">Nobody has said anything yet.</p>
      )}
    </DetailSection>
  );
}
