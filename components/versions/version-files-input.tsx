'use client';

import { FileDrop } from '#components/ui/file-drop.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { HashedFileList } from './hashed-file-list.tsx';
import { ManifestInput } from './manifest-input.tsx';
import type { FileSource, useVersionFiles } from './use-version-files.ts';

const sources = [
  { value: 'files', label: 'Hash files', hint: 'They are sent to Gatehouse, hashed as they arrive, and not kept.' },
  { value: 'manifest', label: 'Give a manifest', hint: 'Digests that you have already.' },
  { value: 'none', label: 'No files', hint: 'Without digests nobody can tell whether something changed.' },
];

/** Where the files of a version come from, and what is wrong with them. */
export function VersionFilesInput({ content, error }: { content: ReturnType<typeof useVersionFiles>; error: string | null }) {
  const { hashed, source, manifest } = content;
  return (
    <div className="flex flex-col gap-4" data-field="files">
      <RadioGroup
        name="source"
        legend="Files"
        options={sources}
        value={source}
        onChange={(value) => content.setSource(value as FileSource)}
      />
      {source === 'files' && (
        <>
          <FileDrop label="Drop files" hint="Up to 10 GB each; nothing of them is kept" multiple onFiles={hashed.add} />
          <HashedFileList files={hashed.files} onCancel={hashed.cancel} onRemove={hashed.remove} onRetry={hashed.retry} />
          {manifest.problems.map((problem) => (
            <p key={problem.message} className="text-critical-ink text-xs">
              {problem.message}
            </p>
          ))}
        </>
      )}
      {source === 'manifest' && <ManifestInput text={content.text} onText={content.setText} problems={manifest.problems} />}
      {error && (
        <p role="alert" className="text-critical-ink text-xs">
          {error}
        </p>
      )}
    </div>
  );
}
