'use client';

import { GitCompareArrows, PackagePlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Digest } from '#components/ui/digest.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { VersionRow } from '#lib/assets/versions/schema.ts';
import { byteSize } from './byte-size.ts';
import { SignatureMark } from './signature-mark.tsx';

export interface VersionListProps {
  assetId: string;
  rows: readonly VersionRow[];
  /** Address of the next page, or null. */
  nextHref: string | null;
  mayRegister: boolean;
}

/** The versions of an asset, newest first; two of them can be chosen and compared. */
export function VersionList({ assetId, rows, nextHref, mayRegister }: VersionListProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const path = `/assets/${assetId}/versions`;
  const register = mayRegister && (
    <LinkButton href={`${path}/new`} icon={<PackagePlus aria-hidden="true" />}>
      Register version
    </LinkButton>
  );
  if (rows.length === 0)
    return (
      <EmptyState title="No version is registered" actions={register}>
        A version is one immutable state of this asset: a label, the digests of its files and where it came from. Reviews approve versions,
        and lineage connects them.
      </EmptyState>
    );
  // From the older to the newer, in whichever order they were chosen.
  const [to, from] = rows.filter((row) => chosen.includes(row.id));
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-3 md:px-6" data-print="hide">
        {from && to ? (
          <LinkButton href={`${path}/compare?from=${from.id}&to=${to.id}`} icon={<GitCompareArrows aria-hidden="true" />}>
            Compare {from.label} with {to.label}
          </LinkButton>
        ) : (
          rows.length > 1 && (
            <Button disabled icon={<GitCompareArrows aria-hidden="true" />}>
              {chosen.length === 1 ? 'Choose one more to compare' : 'Choose two to compare'}
            </Button>
          )
        )}
        <span className="flex-1" />
        {register}
      </div>
      <div className="relative overflow-x-auto border-t">
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="border-b text-muted text-xs">
              <th scope="col" className="w-12 py-2 pl-3 font-medium md:pl-5">
                <span className="sr-only">Compare</span>
              </th>
              {['Version', 'Registered', 'Files', 'Root digest', 'Signature', 'Location'].map((header) => (
                <th key={header} scope="col" className="whitespace-nowrap py-2 pr-6 font-medium">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.id}
                row={row}
                href={`${path}/${row.id}`}
                checked={chosen.includes(row.id)}
                onCheck={(checked) =>
                  setChosen((current) => (checked ? [...current.slice(-1), row.id] : current.filter((id) => id !== row.id)))
                }
              />
            ))}
          </tbody>
        </table>
      </div>
      {nextHref && (
        <div className="px-4 py-3 md:px-6">
          <LinkButton href={nextHref}>Older versions</LinkButton>
        </div>
      )}
    </>
  );
}

function Row({ row, href, checked, onCheck }: { row: VersionRow; href: string; checked: boolean; onCheck: (checked: boolean) => void }) {
  return (
    <tr className="h-10 border-b hover:bg-hover">
      <td className="pr-2 pl-3 md:pl-5">
        <Checkbox aria-label={`Compare ${row.label}`} checked={checked} onChange={(event) => onCheck(event.target.checked)} />
      </td>
      <th scope="row" className="max-w-64 truncate pr-6 font-medium" title={row.label}>
        <Link href={href} className="focus-ring rounded-sm hover:underline hover:underline-offset-2">
          {row.label}
        </Link>
      </th>
      <td className="whitespace-nowrap pr-6 text-muted">
        <RelativeTime value={row.registeredAt} />
        {row.registeredByName && <> by {row.registeredByName}</>}
      </td>
      <td className="whitespace-nowrap pr-6 text-muted">
        {row.fileCount === 0 ? (
          <span className="text-faint">None</span>
        ) : (
          `${row.fileCount.toLocaleString('en')} · ${byteSize(row.totalBytes)}`
        )}
      </td>
      <td className="pr-6">
        {row.rootDigest ? <Digest value={row.rootDigest} what="root digest" /> : <span className="text-faint">–</span>}
      </td>
      <td className="pr-6">
        <SignatureMark state={row.signature} />
      </td>
      <td className="max-w-72 truncate pr-6 text-muted" title={row.location ?? undefined}>
        {row.location ?? <span className="text-faint">–</span>}
      </td>
    </tr>
  );
}
