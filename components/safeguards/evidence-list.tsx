'use client';

import { Download, ExternalLink, FileText, Link2, Plus, TextQuote, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Suspense, useState } from 'react';
import { DetailSection } from '#components/data/detail/detail-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazily } from '#components/ui/lazily.tsx';
import { DayTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import { byteSize } from '#components/versions/byte-size.ts';
import { operationHref, request } from '#lib/client.ts';
import type { Evidence, Safeguard } from '#lib/risks/safeguards/schema.ts';

const EvidenceDialog = lazily(() => import('./evidence-dialog.tsx'));
const icons = { file: FileText, link: Link2, text: TextQuote };

/** What shows that a safeguard is there, and what showed it once. */
export function EvidenceList({ safeguard }: { safeguard: Safeguard }) {
  const router = useRouter();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Evidence | null>(null);
  const { evidence, may, source } = safeguard;
  const [standing, removed] = [evidence.filter((piece) => !piece.removedAt), evidence.filter((piece) => piece.removedAt)];
  const mayAdd = may.edit && source === null;
  const add = (
    <Button size="sm" icon={<Plus aria-hidden="true" />} onClick={() => setAdding(true)}>
      Add evidence
    </Button>
  );
  async function remove() {
    if (!removing) return;
    await request('DELETE /evidence/{evidenceId}', { evidenceId: removing.id });
    showToast('Removed. It stays in the history.', { tone: 'good' });
    router.refresh();
  }
  return (
    <DetailSection title="Evidence" actions={mayAdd && standing.length > 0 && add}>
      {standing.length > 0 ? (
        <ul className="divide-y border-y">
          {standing.map((piece) => (
            <Piece key={piece.id} piece={piece} onRemove={may.edit ? () => setRemoving(piece) : undefined} />
          ))}
        </ul>
      ) : source ? (
        <p className="text-muted">It rests on the evidence of the safeguard that it follows.</p>
      ) : (
        <EmptyState icon={<FileText />} title="No evidence yet" actions={mayAdd && add}>
          {safeguard.control.evidence || 'A file, a link or a text that shows that the control is in place.'} It cannot be verified without.
        </EmptyState>
      )}
      {removed.length > 0 && (
        <details className="mt-3 text-sm">
          <summary className="focus-ring w-fit cursor-pointer rounded-sm text-muted hover:text-ink">
            {removed.length} removed {removed.length === 1 ? 'piece' : 'pieces'}
          </summary>
          <ul className="mt-2 divide-y border-y text-muted">
            {removed.map((piece) => (
              <Piece key={piece.id} piece={piece} />
            ))}
          </ul>
        </details>
      )}
      {adding && (
        <Suspense fallback={null}>
          <EvidenceDialog safeguard={safeguard} onClose={() => setAdding(false)} />
        </Suspense>
      )}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={() => setRemoving(null)}
        title={`Remove “${removing?.title ?? ''}”?`}
        confirmLabel="Remove"
        danger
        onConfirm={remove}
      >
        It proves nothing any more from now on. What it was stays in the history, and so does its file.
      </ConfirmDialog>
    </DetailSection>
  );
}

function Piece({ piece, onRemove }: { piece: Evidence; onRemove?: () => void }) {
  const Icon = icons[piece.kind];
  return (
    <li className="flex gap-3 py-2.5 text-sm">
      <Icon className="mt-0.5 size-4 shrink-0 text-muted" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Title piece={piece} />
          {!piece.removedAt && piece.expired && <Badge tone="danger">Expired</Badge>}
          {!piece.removedAt && piece.since && <Badge tone="warning">Not yet verified</Badge>}
        </p>
        {piece.kind === 'text' && <p className="mt-0.5 max-w-[72ch] whitespace-pre-line break-words">{piece.content}</p>}
        {piece.kind === 'link' && <p className="truncate text-muted text-xs">{piece.content}</p>}
        {piece.file && (
          <p className="truncate text-muted text-xs" title={`SHA-256 ${piece.file.sha256}`}>
            {byteSize(piece.file.size)} · <code>{piece.file.sha256.slice(0, 16)}…</code>
          </p>
        )}
        <p className="mt-0.5 text-muted text-xs">
          Added <DayTime value={piece.addedAt} />
          {piece.addedBy && ` by ${piece.addedBy}`}
          {piece.expiresAt && (
            <>
              {' · '}
              {piece.expired ? 'expired' : 'expires'} <DayTime value={piece.expiresAt} />
            </>
          )}
          {piece.removedAt && (
            <>
              {' · removed '}
              <DayTime value={piece.removedAt} />
            </>
          )}
        </p>
      </div>
      {onRemove && (
        <IconButton label={`Remove ${piece.title}`} onClick={onRemove}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      )}
    </li>
  );
}

const link =
  'focus-ring inline-flex min-w-0 items-center gap-1 rounded-sm font-medium text-accent-ink hover:underline [&_svg]:size-3.5 [&_svg]:shrink-0';

function Title({ piece }: { piece: Evidence }) {
  if (piece.kind === 'link')
    return (
      <a href={piece.content} target="_blank" rel="noopener noreferrer nofollow" className={link}>
        <span className="break-words">{piece.title}</span>
        <ExternalLink aria-hidden="true" />
        <span className="sr-only">(opens in a new tab)</span>
      </a>
    );
  if (piece.kind === 'file')
    return (
      <a href={operationHref('GET /evidence/{evidenceId}/file', { evidenceId: piece.id })} download className={link}>
        <span className="break-words">{piece.title}</span>
        <Download aria-hidden="true" />
        <span className="sr-only">(download)</span>
      </a>
    );
  return <span className="break-words font-medium">{piece.title}</span>;
}
