import type { ManifestFile } from '#lib/assets/versions/manifest/rules.ts';
import { request, upload } from '#lib/client.ts';
import type { SignatureState } from './signature-mark.tsx';

/** A version as the form holds it. */
export interface VersionDraft {
  label: string;
  location: string;
  purl: string;
  signature: SignatureState;
  /** JSON objects as typed, or nothing. */
  provenance: string;
  metadata: string;
  files: readonly ManifestFile[];
}

/** What is longer is sent as a stream: a JSON body may be 8 MB. */
const longestBody = 6 * 1024 * 1024;

/** Registers a version by whichever of the two operations takes its size. @throws RequestError. */
export async function registerVersion(assetId: string, draft: VersionDraft): Promise<{ id: string }> {
  const factsOf = (text: string) => (text.trim() ? (JSON.parse(text) as Record<string, unknown>) : {});
  const version = {
    label: draft.label,
    location: draft.location || null,
    purl: draft.purl || null,
    signature: draft.signature,
    files: [...draft.files],
    provenance: factsOf(draft.provenance),
    metadata: factsOf(draft.metadata),
  };
  const body = new Blob([JSON.stringify(version)]);
  return body.size > longestBody
    ? upload('POST /assets/{id}/versions/large', { id: assetId }, body)
    : request('POST /assets/{id}/versions', { id: assetId, ...version });
}
