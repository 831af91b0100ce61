import { ArrowRight } from 'lucide-react';
import { fieldLabels } from '#components/assets/asset-values.ts';
import { fieldWords } from '#components/assets/field-words.ts';
import { KindIcon } from '#components/assets/kind-icon.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { type Relation, relationLabels } from '#lib/assets/lineage/rules.ts';
import { kindLabels } from '#lib/assets/rules.ts';
import { rowActionLabels } from '#lib/exchange/imports/rules.ts';
import type { ImportRowView } from '#lib/exchange/imports/schema.ts';
import { DuplicateChoice } from './duplicate-choice.tsx';
import { actionTones } from './words.ts';

export interface ImportRowsProps {
  importId: string;
  rows: readonly ImportRowView[];
  /** While the import waits for the person, duplicates can be decided. */
  deciding: boolean;
  /** The assets are there: names lead to them. */
  applied: boolean;
}

/** Rows of an import: what each is, what it changes field by field, and what was not understood or refused. */
export function ImportRows({ importId, rows, deciding, applied }: ImportRowsProps) {
  return (
    <ul>
      {rows.map((row) => (
        <li
          key={row.seq}
          className="grid gap-x-6 gap-y-1 border-b px-4 py-2.5 text-sm md:grid-cols-[6rem_minmax(0,1fr)_minmax(0,1.4fr)_9rem] md:px-6"
        >
          <div>
            <Badge tone={actionTones[row.action]}>
              {row.decision === 'skip' && row.action !== 'rejected' ? 'Skipped' : rowActionLabels[row.action]}
            </Badge>
          </div>
          <div className="min-w-0">
            <RowName
              row={row}
              linked={row.assetId !== null && row.action !== 'rejected' && (applied ? row.decision !== 'skip' : row.action !== 'create')}
            />
            {row.key && <p className="truncate font-mono text-muted text-xs">{row.key}</p>}
          </div>
          <div className="flex min-w-0 flex-col gap-1">
            {row.reason && <p className="text-critical-ink">{row.reason}</p>}
            <RowChanges changes={row.changes} />
            <RowAdditions row={row} />
            {row.notes.map((note) => (
              <p key={note} className="text-muted text-xs [overflow-wrap:anywhere]">
                {note}
              </p>
            ))}
            {row.duplicates.length > 0 && <DuplicateChoice importId={importId} row={row} deciding={deciding} />}
          </div>
          <p className="truncate text-muted text-xs md:text-right" title={row.place}>
            {row.place}
          </p>
        </li>
      ))}
    </ul>
  );
}

function RowName({ row, linked }: { row: ImportRowView; linked: boolean }) {
  const name = row.name ?? row.key ?? 'Could not be read';
  return (
    <p className="flex min-w-0 items-center gap-1.5 font-medium">
      {row.kind && (
        <>
          <KindIcon kind={row.kind} />
          <span className="sr-only">{kindLabels[row.kind]}: </span>
        </>
      )}
      {linked && row.assetId ? (
        <Link href={`/assets/${row.assetId}`} className="focus-ring truncate rounded-sm hover:underline hover:underline-offset-2">
          {name}
        </Link>
      ) : (
        <span className="truncate" title={name}>
          {name}
        </span>
      )}
    </p>
  );
}

const labels: Record<string, string> = { ...fieldLabels, owner: 'Owner', originRef: 'Origin reference' };

/** Field by field, before and after. Versions and relations have lines of their own. */
function RowChanges({ changes }: { changes: ImportRowView['changes'] }) {
  const fields = Object.entries(changes).filter(([field]) => field !== 'versions' && field !== 'relations');
  if (fields.length === 0) return null;
  return (
    <dl className="flex flex-col gap-0.5">
      {fields.map(([field, [before, after]]) => (
        <div key={field} className="flex flex-wrap items-baseline gap-x-1.5">
          <dt className="text-muted">{labels[field] ?? field}:</dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
            <del className="line-clamp-2 text-muted decoration-1 [overflow-wrap:anywhere]">{fieldWords(field, before)}</del>
            <ArrowRight className="size-3 shrink-0 self-center text-faint" aria-label="becomes" />
            <ins className="line-clamp-2 no-underline [overflow-wrap:anywhere]">{fieldWords(field, after)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const shownAdditions = 5;

function RowAdditions({ row }: { row: ImportRowView }) {
  const relation = (name: string) => relationLabels[name as Relation] ?? name;
  const lines = [
    ...row.versions
      .filter((version) => version.action !== 'unchanged')
      .map((version) => ({
        text: `Version ${version.label}${version.files > 0 ? `, ${version.files} ${version.files === 1 ? 'file' : 'files'}` : ''}`,
        reason: version.reason,
      })),
    ...row.relations
      .filter((each) => each.action !== 'unchanged')
      .map((each) => ({ text: `${relation(each.relation)} ${each.name ?? each.target}`, reason: each.reason })),
  ];
  return (
    <>
      {lines.slice(0, shownAdditions).map(({ text, reason }) => (
        <p key={text} className="text-muted [overflow-wrap:anywhere]">
          {text}
          {reason && <span className="text-critical-ink"> – {reason}</span>}
        </p>
      ))}
      {lines.length > shownAdditions && (
        <p className="text-muted text-xs">and {lines.length - shownAdditions} more versions and relations</p>
      )}
    </>
  );
}
