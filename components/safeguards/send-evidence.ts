/** Sends a file of evidence with its size and SHA-256. */
import { hashFile } from '#components/versions/hashed-file.ts';
import { upload } from '#lib/client.ts';

const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The digest, reckoned here; where the browser does that on secure pages alone, by the server. */
async function digestOf(file: File, signal: AbortSignal): Promise<string> {
  if (!globalThis.crypto?.subtle) return hashFile(file, () => undefined, signal);
  return hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
}

export interface SentEvidence {
  id: string;
  title: string;
  expiresAt: string | null;
  file: File;
}

/** @param onProgress takes a share between 0 and 1 */
export async function sendEvidence(
  { id, title, expiresAt, file }: SentEvidence,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const sha256 = await digestOf(file, signal);
  const input = { id, fileName: file.name.slice(-255), size: file.size, sha256, ...(title && { title }), ...(expiresAt && { expiresAt }) };
  await upload('POST /safeguards/{id}/evidence/file', input, file, onProgress, signal);
}
