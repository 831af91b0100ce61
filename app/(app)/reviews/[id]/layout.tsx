import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ReviewHeader } from '#components/reviews/review-header.tsx';
import { can } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';
import { pageReview } from '#lib/reviews/request.ts';

type Props = { params: Promise<{ id: string }>; children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await pageReview((await params).id)).title };
}

export default async function ReviewLayout({ params, children }: Props) {
  const [actor, review] = [await requireActor(), await pageReview((await params).id)];
  return (
    <>
      <ReviewHeader review={review} mayManage={can(actor, 'review.manage', { teamId: review.team.id })} />
      {children}
    </>
  );
}
