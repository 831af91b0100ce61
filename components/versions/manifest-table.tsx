'use client';

import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { Callout } from '#components/ui/callout.tsx';
import { Digest } from '#components/ui/digest.tsx';
import { Input } from '#components/ui/input.tsx';
import { sizeKnown } from '#lib/assets/versions/manifest/rules.ts';
import type { FilePage } from '#lib/assets/versions/schema.ts';
import { request } from '#lib/client.ts';
import { byteSize } from './byte-size.ts';

/** A version's files, narrowed by a part of the path, a page at a time. */
export function ManifestTable({ versionId, first }: { versionId: string; first: FilePage }) {
  const [text, setText] = useState('');
  const [page, setPage] = useState(first);
  const [failure, setFailure] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const searched = useRef('');
  useEffect(() => {
    if (text === searched.current) return;
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      searched.current = text;
      request('GET /versions/{id}/files', { id: versionId, q: text, limit: 100 }, { signal: aborter.signal }).then(
        (found) => {
          setPage(found);
          setFailure(null);
        },
        (error: unknown) => !aborter.signal.aborted && setFailure(error instanceof Error ? error.message : String(error)),
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [text, versionId]);

  async function more() {
    if (!page.next) return;
    setLoading(true);
    try {
      const found = await request('GET /versions/{id}/files', { id: versionId, q: text, after: page.next, limit: 500 });
      setPage((current) => ({ ...found, rows: [...current.rows, ...found.rows] }));
      setFailure(null);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setLoading(false);
    }
  }

  if (first.matching === 0)
    return (
      <DetailSection title="Files">
        <p className="text-muted text-sm">No file was told of. Without a manifest there is no digest to hold the version to.</p>
      </DetailSection>
    );
  return (
    <DetailSection
      title={`Files (${first.matching.toLocaleString('en')})`}
      actions={
        first.matching > 5 && (
          <Input
            type="search"
            aria-label="Part of a path"
            placeholder="Part of a path"
            icon={<Search />}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="w-56"
          />
        )
      }
    >
      {failure && <Callout tone="danger">{failure}</Callout>}
      <p className="sr-only" aria-live="polite">
        {text && `${page.matching} files match`}
      </p>
      <div className="relative max-h-128 overflow-auto rounded-md border">
        <table className="w-full text-left text-sm">
          <thead className="sticky top-0 bg-surface">
            <tr className="border-b text-muted text-xs">
              <th scope="col" className="px-3 py-1.5 font-medium">
                Path
              </th>
              <th scope="col" className="px-3 py-1.5 text-right font-medium">
                Size
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium">
                SHA-256
              </th>
            </tr>
          </thead>
          <tbody>
            {page.rows.map((file) => (
              <tr key={file.path} className="h-8 border-b last:border-0">
                <th scope="row" className="break-all px-3 py-1 font-mono font-normal text-xs">
                  {file.path}
                </th>
                <td className="whitespace-nowrap px-3 py-1 text-right text-muted">{sizeKnown(file) ? byteSize(file.size) : '–'}</td>
                <td className="whitespace-nowrap px-3 py-1">
                  <Digest value={file.sha256} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {page.rows.length === 0 && <p className="px-3 py-6 text-center text-muted text-sm">No path holds “{text}”.</p>}
      </div>
      {page.next && (
        <Button className="mt-2" size="sm" busy={loading} onClick={more}>
          Show more of {page.matching.toLocaleString('en')}
        </Button>
      )}
    </DetailSection>
  );
}
