'use client';

import { FileText, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Digest } from '#components/ui/digest.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { showToast } from '#components/ui/toast.ts';
import { byteSize } from '#components/versions/byte-size.ts';
import { operationHref, request } from '#lib/client.ts';
import type { ReviewFile } from '#lib/reviews/files/schema.ts';

/** Files of a review: to be downloaded, never shown. What was taken away is told, without a way to it. */
export function FileList({ files, digests = false }: { files: readonly ReviewFile[]; digests?: boolean }) {
  const router = useRouter();
  const [removing, setRemoving] = useState<ReviewFile | null>(null);
  return (
    <>
      <ul className="flex flex-col gap-1 text-sm">
        {files.map((file) => (
          <li key={file.id} className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-0.5">
            <FileText className="size-4 shrink-0 text-faint" aria-hidden="true" />
            {file.removedAt ? (
              <span className="min-w-0 text-muted line-through [overflow-wrap:anywhere]">{file.name}</span>
            ) : (
              <a
                href={operationHref('GET /review-files/{fileId}', { fileId: file.id })}
                download
                className="focus-ring min-w-0 rounded-sm font-medium text-accent-ink [overflow-wrap:anywhere] hover:underline"
              >
                {file.name}
              </a>
            )}
            <span className="text-muted text-xs">
              {byteSize(file.size)} · {file.addedBy ?? 'Somebody'}, <RelativeTime value={file.removedAt ?? file.addedAt} />
              {file.removedAt && ', taken away'}
            </span>
            {digests && !file.removedAt && <Digest value={file.sha256} what="SHA-256" />}
            {file.mayRemove && (
              <IconButton label={`Take ${file.name} away`} onClick={() => setRemoving(file)}>
                <Trash2 aria-hidden="true" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={() => setRemoving(null)}
        title={`Take ${removing?.name ?? 'this file'} away?`}
        confirmLabel="Take away"
        danger
        onConfirm={async () => {
          if (!removing) return;
          await request('DELETE /review-files/{fileId}', { fileId: removing.id });
          showToast('Taken away.', { tone: 'good' });
          router.refresh();
        }}
      >
        Nobody who decides here can open it any more. That it was there stays in the record.
      </ConfirmDialog>
    </>
  );
}
