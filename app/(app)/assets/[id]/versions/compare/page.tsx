import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { ComparisonChoice } from '#components/versions/comparison-choice.tsx';
import { VersionComparison } from '#components/versions/version-comparison.tsx';
import { can } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { versionOperations } from '#lib/assets/versions/procedures.ts';

export const metadata: Metadata = { title: 'Compare versions' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Without an address that names two versions, the two newest are compared. */
export default async function CompareVersionsPage({ params, searchParams }: Props) {
  const { id } = await params;
  const asked = await searchParams;
  const [actor, asset, context] = [await requireActor(), await pageAsset(id), await pageContext()];
  const mayAsk = asset.status === 'active' && can(actor, 'review.request', { teamId: asset.team.id });
  const { rows } = await call(versionOperations.list, { id, limit: 500 }, { context }).catch(missing);
  const from = typeof asked.from === 'string' ? asked.from : rows[1]?.id;
  const to = typeof asked.to === 'string' ? asked.to : rows[0]?.id;
  if (!from || !to)
    return (
      <EmptyState title="There is nothing to compare yet">
        Once this asset has two versions, what differs between them stands here.
      </EmptyState>
    );
  const comparison = await call(versionOperations.compare, { from, to }, { context }).catch(missing);
  const options = new Map(rows.map((row) => [row.id, row.label]));
  for (const side of [comparison.from, comparison.to]) if (!options.has(side.id)) options.set(side.id, `${side.asset.name} ${side.label}`);
  return (
    <DetailBody>
      <ComparisonChoice
        path={`/assets/${id}/versions/compare`}
        options={[...options].map(([value, label]) => ({ value, label }))}
        from={from}
        to={to}
      />
      {mayAsk && comparison.from.asset.id === id && comparison.to.asset.id === id && from !== to && (
        <p className="mb-5">
          <LinkButton href={`/reviews/new?asset=${id}&subject=change&base=${from}&version=${to}`}>
            Ask for a review of this change
          </LinkButton>
        </p>
      )}
      <VersionComparison comparison={comparison} />
    </DetailBody>
  );
}
