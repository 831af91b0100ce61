import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { DetailBody } from '#components/data/detail/detail-header.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { VersionCard } from '#components/versions/card.tsx';
import { ManifestTable } from '#components/versions/manifest-table.tsx';
import { VersionFacts } from '#components/versions/version-facts.tsx';
import { can } from '#lib/access/policy.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { pageAsset } from '#lib/assets/request.ts';
import { versionOperations } from '#lib/assets/versions/procedures.ts';

type Props = { params: Promise<{ id: string; versionId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { versionId } = await params;
  const version = await call(versionOperations.get, { id: versionId }, { context: await pageContext() }).catch(missing);
  return { title: `${version.asset.name} ${version.label}` };
}

export default async function VersionPage({ params }: Props) {
  const { id, versionId } = await params;
  const [actor, asset, context] = [await requireActor(), await pageAsset(id), await pageContext()];
  const [version, files] = await Promise.all([
    call(versionOperations.get, { id: versionId }, { context }),
    call(versionOperations.files, { id: versionId, limit: 100 }, { context }),
  ]).catch(missing);
  return (
    <DetailBody>
      <VersionFacts
        version={version}
        actions={
          asset.status === 'active' &&
          can(actor, 'review.request', { teamId: asset.team.id }) && (
            <LinkButton size="sm" href={`/reviews/new?asset=${asset.id}&version=${versionId}`}>
              Ask for a review
            </LinkButton>
          )
        }
      />
      <VersionCard metadata={version.metadata} />
      <ManifestTable versionId={versionId} first={files} />
    </DetailBody>
  );
}
