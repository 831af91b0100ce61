import { call } from '@orpc/server';
import { ReviewActivity } from '#components/reviews/review-activity.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { reviewActivityOperations } from '#lib/reviews/activity/procedures.ts';

export default async function ReviewActivityPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const activity = await call(reviewActivityOperations.activity, { id }, { context: await pageContext() }).catch(missing);
  return <ReviewActivity key={activity.entries[0]?.id} id={id} first={activity} />;
}
