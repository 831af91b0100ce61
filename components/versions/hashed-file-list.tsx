'use client';

import { RotateCw, X } from 'lucide-react';
import { Digest } from '#components/ui/digest.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { byteSize } from './byte-size.ts';
import type { HashedFile } from './hashed-file.ts';

/** Rows that are drawn; beyond, files are counted. */
const drawn = 200;

export interface HashedFileListProps {
  files: readonly HashedFile[];
  onCancel: (path: string) => void;
  onRemove: (path: string) => void;
  onRetry: (path: string) => void;
}

/** The chosen files, those that need attention first, each with its progress and then its digest. */
export function HashedFileList({ files, onCancel, onRemove, onRetry }: HashedFileListProps) {
  if (files.length === 0) return null;
  const done = files.filter((file) => file.state === 'done').length;
  const urgency = { failed: 0, cancelled: 0, sending: 1, waiting: 2, done: 3 };
  const sorted = [...files].sort((a, b) => urgency[a.state] - urgency[b.state]);
  return (
    <div>
      <p className="mb-1.5 text-muted text-xs" aria-live="polite">
        {done} of {files.length} hashed
      </p>
      <ul className="max-h-80 overflow-y-auto rounded-md ring-1 ring-line ring-inset">
        {sorted.slice(0, drawn).map((file) => (
          <li key={file.path} className="flex min-h-10 items-center gap-3 border-b px-3 py-1.5 text-sm last:border-0">
            <div className="min-w-0 flex-1">
              <p className="truncate font-mono text-xs" title={file.path}>
                {file.path}
              </p>
              {file.state === 'sending' && <ProgressBar label={`Sending ${file.path}`} value={file.progress} />}
              {file.state === 'failed' && <p className="text-critical-ink text-xs">{file.failure}</p>}
              {file.state === 'cancelled' && <p className="text-muted text-xs">Cancelled: will not be part of the version.</p>}
            </div>
            <span className="whitespace-nowrap text-muted text-xs">{byteSize(file.size)}</span>
            {file.sha256 && <Digest value={file.sha256} />}
            {(file.state === 'failed' || file.state === 'cancelled') && (
              <IconButton label={`Try ${file.path} again`} onClick={() => onRetry(file.path)}>
                <RotateCw aria-hidden="true" />
              </IconButton>
            )}
            {file.state === 'sending' || file.state === 'waiting' ? (
              <IconButton label={`Cancel ${file.path}`} onClick={() => onCancel(file.path)}>
                <X aria-hidden="true" />
              </IconButton>
            ) : (
              <IconButton label={`Remove ${file.path}`} onClick={() => onRemove(file.path)}>
                <X aria-hidden="true" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {files.length > drawn && <p className="mt-1 text-muted text-xs">and {files.length - drawn} more</p>}
    </div>
  );
}
