import { call } from '@orpc/server';
import { ApprovalPanel } from '#components/approvals/approval-panel.tsx';
import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { DecidersPanel } from '#components/reviews/deciders-panel.tsx';
import { ReviewDesk } from '#components/reviews/review-desk.tsx';
import { SeatsPanel } from '#components/reviews/seats-panel.tsx';
import { can } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { approvalOperations } from '#lib/reviews/approvals/procedures.ts';
import { commentOperations } from '#lib/reviews/comments/procedures.ts';
import { reviewFileOperations } from '#lib/reviews/files/procedures.ts';
import { reviewListOperations } from '#lib/reviews/list/procedures.ts';
import { reviewOperations } from '#lib/reviews/procedures.ts';
import { pageReview } from '#lib/reviews/request.ts';
import { isOpen } from '#lib/reviews/rules.ts';

/** Reviews that wait for the viewer, looked at to find the next. */
const ahead = 20;

export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [actor, context] = [await requireActor(), await pageContext()];
  const [review, deciders, comments, files, approvals, waiting] = await Promise.all([
    pageReview(id),
    call(reviewOperations.deciders, { id }, { context }),
    call(commentOperations.list, { id }, { context }),
    call(reviewFileOperations.list, { id }, { context }),
    call(approvalOperations.ofReview, { id }, { context }),
    call(reviewListOperations.list, { status: 'open', reviewer: 'me', sort: 'due', limit: ahead }, { context }),
  ]).catch(missing);
  const mine = waiting.rows.filter((row) => row.mine && row.id !== id);
  const next = mine[0] ? { id: mine[0].id, title: mine[0].title } : null;
  return (
    <DetailBody
      side={
        <>
          <ApprovalPanel asset={review.asset} rows={approvals.rows} />
          <SeatsPanel review={review} viewerId={actor.id} mayManage={can(actor, 'review.manage', { teamId: review.team.id })} />
          {isOpen(review.status) && <DecidersPanel deciders={deciders} quorum={review.quorum} />}
        </>
      }
    >
      <ReviewDesk key={id} review={review} comments={comments} files={files} viewerId={actor.id} next={next} />
    </DetailBody>
  );
}
