import { GitCommitHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { joinValues } from '#components/data/list/list-state.ts';
import { Digest } from '#components/ui/digest.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { byteSize } from '#components/versions/byte-size.ts';
import { VersionCard } from '#components/versions/card.tsx';
import type { LineageGraph } from '#lib/assets/lineage/schema.ts';
import { criticalityLabels, dataClassLabels, exposureLabels, originLabels } from '#lib/assets/rules.ts';
import type { Asset } from '#lib/assets/schema.ts';
import type { Version } from '#lib/assets/versions/schema.ts';
import { PostureStrip } from './posture-strip.tsx';
import { TrainedOn } from './trained-on.tsx';

export interface AssetOverviewProps {
  asset: Asset;
  latest: Version | null;
  /** A step up from the latest version, for kinds that are trained. */
  upstream: LineageGraph | null;
  /** The section on what raises its risks. */
  signals: ReactNode;
}

/** What an asset is and how it stands, on one page. */
export function AssetOverview({ asset, latest, upstream, signals }: AssetOverviewProps) {
  return (
    <DetailBody side={<Facts asset={asset} />}>
      <DetailSection title="Description">
        {asset.description ? (
          <p className="max-w-[72ch] whitespace-pre-line break-words">{asset.description}</p>
        ) : (
          <p className="text-muted">Nobody has described it yet.</p>
        )}
      </DetailSection>
      <DetailSection
        title="Risk by stage"
        actions={
          <LinkButton href={`/assets/${asset.id}/risks`} size="sm" variant="quiet" className="-mr-2">
            All risks
          </LinkButton>
        }
      >
        <PostureStrip levels={asset.levels} stage={asset.stage} hrefOf={(stage) => `/assets/${asset.id}/risks#${stage}`} />
        {asset.level === 'unassessed' && (
          <p className="mt-3 max-w-[72ch] text-muted text-sm">Not all of its risks have been assessed. That is unknown, not safe.</p>
        )}
      </DetailSection>
      {signals}
      <DetailSection
        title="Latest version"
        actions={
          asset.versionCount > 1 && (
            <LinkButton href={`/assets/${asset.id}/versions`} size="sm" variant="quiet" className="-mr-2">
              All {asset.versionCount} versions
            </LinkButton>
          )
        }
      >
        {latest ? <LatestVersion assetId={asset.id} version={latest} upstream={upstream} /> : <NoVersion asset={asset} />}
      </DetailSection>
      {latest && <VersionCard metadata={latest.metadata} />}
    </DetailBody>
  );
}

type LatestVersionProps = { assetId: string; version: Version; upstream: LineageGraph | null };

function LatestVersion({ assetId, version, upstream }: LatestVersionProps) {
  const trainedOn = { label: 'Trained on', value: upstream && <TrainedOn assetId={assetId} versionId={version.id} lineage={upstream} /> };
  return (
    <KeyValueList
      items={[
        {
          label: 'Label',
          value: (
            <Link
              href={`/assets/${assetId}/versions/${version.id}`}
              className="focus-ring rounded-sm font-medium text-accent-ink hover:underline"
            >
              {version.label}
            </Link>
          ),
        },
        ...(upstream ? [trainedOn] : []),
        { label: 'Location', value: version.location && <span className="break-all">{version.location}</span> },
        { label: 'Files', value: files(version) },
        { label: 'Root digest', value: version.rootDigest && <Digest value={version.rootDigest} /> },
        { label: 'Registered', value: <Registered version={version} /> },
      ]}
    />
  );
}

function Registered({ version }: { version: Version }) {
  return (
    <>
      <DayTime value={version.registeredAt} />
      {version.registeredByName && ` by ${version.registeredByName}`}
    </>
  );
}

function NoVersion({ asset }: { asset: Asset }) {
  return (
    <EmptyState
      icon={<GitCommitHorizontal />}
      title="No version registered"
      actions={asset.may.registerVersion && <LinkButton href={`/assets/${asset.id}/versions/new`}>Register a version</LinkButton>}
    >
      A version fixes what the asset is at one moment: its files and their digests. Approvals and lineage are bound to it.
    </EmptyState>
  );
}

function Facts({ asset }: { asset: Asset }) {
  return (
    <KeyValueList
      side
      items={[
        { label: 'Criticality', value: criticalityLabels[asset.criticality] },
        { label: 'Exposure', value: exposureLabels[asset.exposure] },
        { label: 'Data class', value: dataClassLabels[asset.dataClass] },
        { label: 'Tags', value: asset.tags.length > 0 ? <TagLinks tags={asset.tags} /> : null },
        { label: 'Origin', value: originLabels[asset.origin] },
        { label: 'Called there', value: asset.originRef && <code className="break-all text-xs">{asset.originRef}</code> },
        { label: 'Registered', value: <DayTime value={asset.createdAt} /> },
      ].filter((item) => item.label !== 'Called there' || asset.originRef)}
    />
  );
}

function TagLinks({ tags }: { tags: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1.5">
      {tags.map((tag) => (
        <li key={tag} className="flex min-w-0">
          <Link
            href={`/assets?tag=${encodeURIComponent(joinValues([tag]))}`}
            aria-label={`Assets with the tag ${tag}`}
            className="focus-ring min-w-0 rounded-sm hover:bg-hover"
          >
            <Tag>{tag}</Tag>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function files({ fileCount, totalBytes }: Version): string | null {
  if (fileCount === 0) return null;
  return `${fileCount.toLocaleString('en-GB')} ${fileCount === 1 ? 'file' : 'files'}, ${byteSize(totalBytes)}`;
}
