import { FileInput } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { byteSize } from '#components/versions/byte-size.ts';
import type { ImportListed } from '#lib/exchange/imports/schema.ts';
import { countWords, formatWords, importStatusLabels, statusTones } from './words.ts';

export interface ImportListProps {
  rows: readonly ImportListed[];
  nextHref: string | null;
  mayImport: boolean;
}

const cell = 'py-2.5 pr-6 align-baseline';

/** Every import into the viewer's teams, newest first, with what came of it. */
export function ImportList({ rows, nextHref, mayImport }: ImportListProps) {
  if (rows.length === 0)
    return (
      <EmptyState
        icon={<FileInput />}
        title="Nothing was imported yet"
        actions={
          mayImport && (
            <LinkButton href="/imports/new" variant="primary">
              Import a file
            </LinkButton>
          )
        }
      >
        A bill of materials or a CSV becomes assets, versions and lineage. You see what would change before anything is written.
      </EmptyState>
    );
  return (
    <>
      <div className="relative overflow-x-auto border-t">
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="border-b text-muted text-xs">
              {['File', 'Status', 'Result', 'Team', 'Started'].map((header, at) => (
                <th key={header} scope="col" className={`whitespace-nowrap py-2 pr-6 font-medium ${at === 0 ? 'pl-4 md:pl-6' : ''}`}>
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} className="relative border-b hover:bg-hover">
                <td className={`${cell} max-w-[26rem] pl-4 md:pl-6`}>
                  <Link
                    href={`/imports/${row.id}`}
                    className="focus-ring block truncate rounded-sm font-medium after:absolute after:inset-0"
                    title={row.fileName}
                  >
                    {row.fileName}
                  </Link>
                  <span className="text-muted text-xs">{[formatWords(row.format), byteSize(row.size)].filter(Boolean).join(' · ')}</span>
                </td>
                <td className={cell}>
                  <Badge tone={statusTones[row.status]}>{importStatusLabels[row.status]}</Badge>
                </td>
                <td className={`${cell} whitespace-nowrap text-muted`}>{countWords(row.counts)}</td>
                <td className={`${cell} whitespace-nowrap`}>{row.team.name}</td>
                <td className={`${cell} whitespace-nowrap text-muted`}>
                  <RelativeTime value={row.createdAt} /> by {row.createdBy}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {nextHref && (
        <p className="px-4 py-3 md:px-6">
          <LinkButton href={nextHref}>Older imports</LinkButton>
        </p>
      )}
    </>
  );
}
