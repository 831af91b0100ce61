/** Sends a file of a review with its size and SHA-256. */
import { hashFile } from '#components/versions/hashed-file.ts';
import { upload } from '#lib/client.ts';

const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The digest, reckoned here; where the browser does that on secure pages alone, by a part of ours. */
async function digestOf(file: File, signal: AbortSignal): Promise<string> {
  if (!globalThis.crypto?.subtle) return hashFile(file, () => undefined, signal);
  return hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
}

/** @param onProgress takes a share between 0 and 1 */
export async function sendFile(
  { id, item, file }: { id: string; item?: string; file: File },
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const sha256 = await digestOf(file, signal);
  const input = { id, fileName: file.name.slice(-255), size: file.size, sha256, ...(item && { item }) };
  await upload('POST /reviews/{id}/files', input, file, onProgress, signal);
}
