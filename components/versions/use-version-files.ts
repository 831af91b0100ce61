'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { checkManifest, type ManifestFile, type ManifestProblem, parseManifest } from '#lib/assets/versions/manifest/rules.ts';
import { useHashedFiles } from './use-hashed-files.ts';

export type FileSource = 'files' | 'manifest' | 'none';

/** The files of a version in the making, from whichever source; what was given to the others stays until it is wanted again. */
export function useVersionFiles() {
  const hashed = useHashedFiles();
  const [source, setSource] = useState<FileSource>('files');
  const [text, setText] = useState('');
  const deferred = useDeferredValue(text);
  const manifest = useMemo((): { files: ManifestFile[]; problems: ManifestProblem[] } => {
    if (source === 'manifest') return parseManifest(deferred);
    if (source === 'none') return { files: [], problems: [] };
    return checkManifest(hashed.files.flatMap(({ path, size, sha256 }) => (sha256 ? [{ path, size, sha256 }] : [])));
  }, [source, deferred, hashed.files]);
  return { hashed, source, setSource, text, setText, manifest, wrong: wrongWith(source, hashed.files, manifest.problems) };
}

/** Why the files cannot be registered as they are, or null. */
function wrongWith(source: FileSource, files: readonly { state: string }[], problems: readonly ManifestProblem[]): string | null {
  if (problems.length > 0) return 'Mend the list of files first.';
  if (source !== 'files') return null;
  if (files.some((file) => file.state === 'waiting' || file.state === 'sending'))
    return 'Some files are not hashed yet. Wait for them, or cancel them.';
  return files.some((file) => file.state === 'failed') ? 'Some files could not be hashed. Try them again, or remove them.' : null;
}
