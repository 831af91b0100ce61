'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import { request } from '#lib/client.ts';
import type { Comment } from '#lib/reviews/comments/schema.ts';
import { CommentBody } from './comment-body.tsx';
import { CommentForm } from './comment-form.tsx';
import { fromBody } from './mentions.ts';

export interface CommentThreadProps {
  reviewId: string;
  viewerId: string;
  comment: Comment;
  answers: readonly Comment[];
  names: Readonly<Record<string, string>>;
  mayComment: boolean;
}

/** A comment and what was answered to it, one level deep. */
export function CommentThread({ reviewId, viewerId, comment, answers, names, mayComment }: CommentThreadProps) {
  const [answering, setAnswering] = useState(false);
  return (
    <li>
      <OneComment reviewId={reviewId} viewerId={viewerId} comment={comment} names={names} />
      {(answers.length > 0 || answering || mayComment) && (
        <div className="mt-2 ml-2.5 flex flex-col gap-3 border-l pl-5">
          {answers.length > 0 && (
            <ol className="flex flex-col gap-3">
              {answers.map((answer) => (
                <li key={answer.id}>
                  <OneComment reviewId={reviewId} viewerId={viewerId} comment={answer} names={names} />
                </li>
              ))}
            </ol>
          )}
          {answering ? (
            <CommentForm
              reviewId={reviewId}
              viewerId={viewerId}
              what={`answer to ${comment.id}`}
              label="Answer"
              action="Answer"
              send={(body) => request('POST /reviews/{id}/comments', { id: reviewId, body, parentId: comment.id })}
              onDone={() => setAnswering(false)}
              onCancel={() => setAnswering(false)}
            />
          ) : (
            mayComment && (
              <Button size="sm" variant="quiet" className="-ml-2 self-start" onClick={() => setAnswering(true)}>
                Answer
              </Button>
            )
          )}
        </div>
      )}
    </li>
  );
}

function OneComment({
  reviewId,
  viewerId,
  comment,
  names,
}: {
  reviewId: string;
  viewerId: string;
  comment: Comment;
  names: Readonly<Record<string, string>>;
}) {
  const router = useRouter();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const { id, author, body, removed, createdAt, editedAt, editableUntil, mayRemove } = comment;
  const close = () => setOpen(null);
  return (
    <article id={`comment-${id}`} className="flex scroll-mt-6 gap-2.5 rounded-md text-sm target:bg-accent-wash">
      <Avatar name={author.name} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{author.name}</span>
          <span className="text-muted text-xs">
            <RelativeTime value={createdAt} />
            {editedAt && !removed && ', edited'}
          </span>
        </p>
        {removed ? (
          <p className="text-muted italic">Removed by whoever wrote it.</p>
        ) : open === 'edit' ? (
          <div className="mt-1">
            <CommentForm
              reviewId={reviewId}
              viewerId={viewerId}
              what={`edit of ${id}`}
              label="Edit your comment"
              action="Save"
              begin={fromBody(body, names)}
              send={(text) => request('PATCH /review-comments/{commentId}', { commentId: id, body: text })}
              onDone={close}
              onCancel={close}
            />
          </div>
        ) : (
          <CommentBody body={body} names={names} />
        )}
        {!removed && open !== 'edit' && (editableUntil || mayRemove) && (
          <div className="mt-0.5 -ml-2 flex">
            {editableUntil && (
              <Button size="sm" variant="quiet" onClick={() => setOpen('edit')}>
                Edit
              </Button>
            )}
            {mayRemove && (
              <Button size="sm" variant="quiet" onClick={() => setOpen('remove')}>
                Remove
              </Button>
            )}
          </div>
        )}
      </div>
      <ConfirmDialog
        open={open === 'remove'}
        onOpenChange={close}
        title="Remove your comment?"
        confirmLabel="Remove"
        danger
        onConfirm={async () => {
          await request('DELETE /review-comments/{commentId}', { commentId: id });
          showToast('Removed.', { tone: 'good' });
          router.refresh();
        }}
      >
        Its text is gone for good. That there was a comment stays, and so do answers to it.
      </ConfirmDialog>
    </article>
  );
}
