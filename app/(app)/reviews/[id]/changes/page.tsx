import { call } from '@orpc/server';
import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { SinceApproval } from '#components/reviews/since-approval.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { reviewOperations } from '#lib/reviews/procedures.ts';

export default async function ReviewChangesPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const since = await call(reviewOperations.sinceApproval, { id }, { context: await pageContext() }).catch(missing);
  return (
    <DetailBody>
      <h2 className="sr-only">What changed since the last approval</h2>
      <SinceApproval since={since} />
    </DetailBody>
  );
}
