import { call } from '@orpc/server';
import { AssetActivity } from '#components/assets/asset-activity.tsx';
import { missing, pageContext } from '#lib/access/request.ts';
import { assetOperations } from '#lib/assets/procedures.ts';

export default async function AssetActivityPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const activity = await call(assetOperations.activity, { id }, { context: await pageContext() }).catch(missing);
  // After an edit the first page is another one: older pages that were loaded to the former would not follow it.
  return <AssetActivity key={activity.entries[0]?.id} id={id} first={activity} />;
}
