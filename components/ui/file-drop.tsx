'use client';

import { FileUp } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { classNames } from './class-names.ts';

export interface FileDropProps {
  label: string;
  /** What may be dropped: "CycloneDX, SPDX or CSV, up to 1 GB". */
  hint?: ReactNode;
  /** As the `accept` attribute: ".json,.csv". Only a suggestion to the browser; check the content on the server. */
  accept?: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: readonly File[]) => void;
}

/** A place to drop files, and a file button for everybody who cannot or will not drag. */
export function FileDrop({ label, hint, accept, multiple, disabled, onFiles }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const files = [...event.dataTransfer.files];
        if (!disabled && files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
      }}
      className={classNames(
        'flex flex-col items-center gap-1 rounded-md border border-dashed px-6 py-10 text-center transition-colors duration-100 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
        over ? 'border-accent bg-accent-wash' : 'border-line-control bg-surface hover:bg-hover',
        disabled && 'pointer-events-none opacity-60',
      )}
    >
      <FileUp className="mb-1 size-5 text-muted" aria-hidden="true" />
      <span className="font-medium text-sm">
        {label} <span className="font-normal text-muted">or</span>{' '}
        <span className="text-accent-ink underline underline-offset-2">choose a file</span>
      </span>
      {hint && <span className="text-muted text-xs">{hint}</span>}
      <input
        id={id}
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        className="sr-only"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </label>
  );
}
