import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Comparison, Version } from '#lib/assets/versions/schema.ts';
import { byteSize } from './byte-size.ts';
import { FactTree, FactValue } from './fact-tree.tsx';
import { isEmpty, keyed, sameFacts, wordsOf } from './facts.ts';

/** Two versions side by side: what differs first, what does not as a number. */
export function VersionComparison({ comparison }: { comparison: Comparison }) {
  const { from, to, facts } = comparison;
  return (
    <>
      <DetailSection title="Facts that differ">
        {facts.length === 0 ? (
          <p className="text-muted text-sm">Every fact is the same.</p>
        ) : (
          <div className="relative overflow-x-auto">
            <table className="w-full table-fixed text-left text-sm max-sm:min-w-160">
              <thead>
                <tr className="border-b align-bottom text-xs">
                  <th scope="col" className="w-1/5 py-1.5 pr-4 font-medium text-muted">
                    Fact
                  </th>
                  <th scope="col" className="py-1.5 pr-4 font-medium">
                    <VersionName version={from} other={to} />
                  </th>
                  <th scope="col" className="py-1.5 font-medium">
                    <VersionName version={to} other={from} />
                  </th>
                </tr>
              </thead>
              <tbody>
                {keyed(facts).map(({ key, entry }) => (
                  <tr key={key} className="border-b align-top last:border-0">
                    <th scope="row" className="py-2 pr-4 font-normal text-muted [overflow-wrap:anywhere]">
                      {placeOf(entry.path)}
                    </th>
                    <td className="py-2 pr-4">
                      <Side path={entry.path} value={entry.from} />
                    </td>
                    <td className="py-2">
                      <Side path={entry.path} value={entry.to} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </DetailSection>
      <FileDifferences files={comparison.files} />
      <Same comparison={comparison} />
    </>
  );
}

/** Metadata are what most facts are: that they are goes without saying. */
const placeOf = (path: readonly string[]) =>
  (path[0] === 'metadata' && path.length > 1 ? path.slice(1) : path)
    .map((name) => (name === 'totalBytes' ? 'Size' : wordsOf(name)))
    .join(' › ');

function Side({ path, value }: { path: readonly string[]; value: unknown }) {
  if (value === undefined || value === null) return <span className="text-faint">nothing</span>;
  // To the byte: two sizes that differ by little would read alike in megabytes.
  if (path[0] === 'totalBytes' && typeof value === 'number') return <>{value.toLocaleString('en')} bytes</>;
  return <FactValue value={value} depth={2} />;
}

/** Facts that are the same on both sides, folded away. */
function Same({ comparison }: { comparison: Comparison }) {
  const same = sameFacts(columnsOf(comparison.from), columnsOf(comparison.to));
  if (isEmpty(same)) return null;
  return (
    <details>
      <summary className="focus-ring w-fit rounded-sm text-muted text-sm">What is the same</summary>
      <div className="mt-3">
        <FactTree facts={same} />
      </div>
    </details>
  );
}

const columnsOf = ({ location, purl, signature, rootDigest, provenance, metadata }: Version) => ({
  ...{ location, purl, signature, rootDigest, provenance },
  ...metadata,
});

function VersionName({ version, other }: { version: Version; other: Version }) {
  return (
    <Link href={`/assets/${version.asset.id}/versions/${version.id}`} className="focus-ring rounded-sm hover:underline">
      {version.asset.id === other.asset.id ? version.label : `${version.asset.name} ${version.label}`}
    </Link>
  );
}

const changes = {
  added: { label: 'Added', tone: 'good' },
  removed: { label: 'Removed', tone: 'danger' },
  changed: { label: 'Changed', tone: 'warning' },
} as const;

function FileDifferences({ files }: { files: Comparison['files'] }) {
  const differing = files.added + files.removed + files.changed;
  const count = (number: number, word: string) => `${number.toLocaleString('en')} ${word}`;
  return (
    <DetailSection title="Files">
      <p className="mb-2 text-muted text-sm">
        {[
          count(files.added, 'added'),
          count(files.removed, 'removed'),
          count(files.changed, 'changed'),
          count(files.unchanged, 'unchanged'),
        ].join(', ')}
        {differing > files.rows.length && `. The first ${files.rows.length.toLocaleString('en')} are shown`}
      </p>
      {files.rows.length > 0 && (
        <div className="relative max-h-128 overflow-auto rounded-md border">
          <table className="w-full text-left text-sm">
            <thead className="sticky top-0 bg-surface">
              <tr className="border-b text-muted text-xs">
                {['Change', 'Path', 'Before', 'After'].map((header) => (
                  <th key={header} scope="col" className="px-3 py-1.5 font-medium">
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {files.rows.map((row) => (
                <tr key={row.path} className="h-8 border-b last:border-0">
                  <td className="px-3 py-1">
                    <Badge tone={changes[row.change].tone}>{changes[row.change].label}</Badge>
                  </td>
                  <th scope="row" className="break-all px-3 py-1 font-mono font-normal text-xs">
                    {row.path}
                  </th>
                  <FileSide file={row.from} />
                  <FileSide file={row.to} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </DetailSection>
  );
}

const FileSide = ({ file }: { file: { sha256: string; size: number } | null }) => (
  <td className="whitespace-nowrap px-3 py-1 text-muted">
    {file ? (
      <>
        <code title={file.sha256}>{file.sha256.slice(0, 12)}…</code>
        {file.size > 0 && <span className="ml-2">{byteSize(file.size)}</span>}
      </>
    ) : (
      '–'
    )}
  </td>
);
