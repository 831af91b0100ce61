import { emptyDigest } from '#lib/assets/versions/manifest/rules.ts';
import { upload } from '#lib/client.ts';

/** A file that was chosen: its path in the version, and how far its digest has come. */
export interface HashedFile {
  path: string;
  size: number;
  state: 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';
  /** 0–1 while it is sent. */
  progress: number;
  sha256: string | null;
  failure: string | null;
}

/** The path that a file of a chosen folder had within it; otherwise its name. */
export const pathOf = (file: File): string => file.webkitRelativePath || file.name;

/**
 * Sends a file to be hashed. The size goes along, so that a cut-off upload is refused.
 * @throws RequestError, or an AbortError when the signal says so.
 */
export async function hashFile(file: File, onProgress: (done: number) => void, signal: AbortSignal): Promise<string> {
  if (file.size === 0) return emptyDigest;
  return (await upload('POST /digests', { size: file.size }, file, onProgress, signal)).sha256;
}
