'use client';

import { useEffect, useState } from 'react';
import { Digest } from '#components/ui/digest.tsx';
import { type ManifestFile, manifestText } from '#lib/assets/versions/manifest/rules.ts';
import { byteSize } from './byte-size.ts';

/**
 * What the version will hold and its root digest, worked out here by the same lines that the server hashes. Browsers hash only on pages
 * that came by HTTPS or from this machine; elsewhere the digest is seen after registering.
 */
export function RootDigestPreview({ files }: { files: readonly ManifestFile[] }) {
  const [digest, setDigest] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    setDigest(null);
    if (files.length === 0 || !globalThis.crypto?.subtle) return;
    crypto.subtle.digest('SHA-256', new TextEncoder().encode(manifestText(files))).then(
      (bytes) => current && setDigest([...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [files]);
  if (files.length === 0) return <p className="text-muted text-sm">No files: the version will have no root digest.</p>;
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-sm">
      <span className="text-muted">
        {files.length.toLocaleString('en')} {files.length === 1 ? 'file' : 'files'}
        {bytes > 0 && `, ${byteSize(bytes)}`}. Root digest
      </span>
      {digest ? <Digest value={digest} what="root digest" /> : <span className="text-faint">seen after registering</span>}
    </p>
  );
}
