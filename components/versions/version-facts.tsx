import type { ReactNode } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { type KeyValue, KeyValueList } from '#components/ui/key-value-list.tsx';
import { Link } from '#components/ui/link.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import type { Version } from '#lib/assets/versions/schema.ts';
import { byteSize } from './byte-size.ts';
import { FactText, FactTree } from './fact-tree.tsx';
import { isEmpty } from './facts.ts';
import { SignatureMark } from './signature-mark.tsx';

/** The columns of a version and where it came from. */
export function VersionFacts({ version, actions }: { version: Version /** Beside the way to its lineage. */; actions?: ReactNode }) {
  const items: KeyValue[] = [
    { label: 'Label', value: <span className="font-medium">{version.label}</span> },
    {
      label: 'Registered',
      value: (
        <>
          <DayTime value={version.registeredAt} />
          {version.registeredByName && <> by {version.registeredByName}</>}
        </>
      ),
    },
    { label: 'Location', value: version.location && <FactText>{version.location}</FactText> },
    { label: 'Package URL', value: version.purl && <code className="break-all text-sm">{version.purl}</code> },
    {
      label: 'Root digest',
      value: version.rootDigest && (
        <span className="inline-flex items-start gap-1">
          <code className="break-all text-sm">{version.rootDigest}</code>
          <CopyButton text={version.rootDigest} what="root digest" className="-my-1" />
        </span>
      ),
    },
    { label: 'Files', value: version.fileCount > 0 ? `${version.fileCount.toLocaleString('en')}, ${byteSize(version.totalBytes)}` : null },
    { label: 'Signature', value: <SignatureMark state={version.signature} /> },
  ];
  return (
    <>
      <DetailSection
        title={`Version ${version.label}`}
        actions={
          <span className="flex flex-wrap items-center gap-3">
            {actions}
            <Link
              href={`/assets/${version.asset.id}/lineage?focus=${version.id}`}
              className="focus-ring rounded-sm text-accent-ink text-sm hover:underline hover:underline-offset-2"
            >
              Lineage of this version
            </Link>
          </span>
        }
      >
        <KeyValueList items={items} />
      </DetailSection>
      {!isEmpty(version.provenance) && (
        <DetailSection title="Provenance">
          <FactTree facts={version.provenance} />
        </DetailSection>
      )}
    </>
  );
}
