/** What may be attached to a review: told by the bytes, not by the name alone. Pure and browser-safe. */
import { mostEvidenceBytes } from '#lib/risks/safeguards/rules.ts';

export const mostBytes = mostEvidenceBytes;
/** What one review keeps at most, with what was removed since. */
export const mostFilesOfReview = 50;
export const mostBytesOfReview = 200 * 1024 * 1024;
/** What all reviews of a team keep at most. */
export const mostBytesOfTeam = 10 * 1024 * 1024 * 1024;

type Form = 'pdf' | 'png' | 'jpeg' | 'gif' | 'webp' | 'office' | 'document' | 'text' | 'parquet';

/** Each ending that is taken: what such a file is, and how its bytes show it. */
const endings: Readonly<Record<string, { type: string; form: Form }>> = {
  pdf: { type: 'application/pdf', form: 'pdf' },
  png: { type: 'image/png', form: 'png' },
  jpg: { type: 'image/jpeg', form: 'jpeg' },
  jpeg: { type: 'image/jpeg', form: 'jpeg' },
  gif: { type: 'image/gif', form: 'gif' },
  webp: { type: 'image/webp', form: 'webp' },
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', form: 'office' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', form: 'office' },
  pptx: { type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', form: 'office' },
  odt: { type: 'application/vnd.oasis.opendocument.text', form: 'document' },
  ods: { type: 'application/vnd.oasis.opendocument.spreadsheet', form: 'document' },
  odp: { type: 'application/vnd.oasis.opendocument.presentation', form: 'document' },
  parquet: { type: 'application/vnd.apache.parquet', form: 'parquet' },
  txt: { type: 'text/plain', form: 'text' },
  log: { type: 'text/plain', form: 'text' },
  md: { type: 'text/markdown', form: 'text' },
  csv: { type: 'text/csv', form: 'text' },
  tsv: { type: 'text/tab-separated-values', form: 'text' },
  json: { type: 'application/json', form: 'text' },
  jsonl: { type: 'application/jsonl', form: 'text' },
  ipynb: { type: 'application/x-ipynb+json', form: 'text' },
  sarif: { type: 'application/sarif+json', form: 'text' },
  yaml: { type: 'application/yaml', form: 'text' },
  yml: { type: 'application/yaml', form: 'text' },
  toml: { type: 'application/toml', form: 'text' },
  diff: { type: 'text/x-diff', form: 'text' },
  patch: { type: 'text/x-diff', form: 'text' },
};

/** What a chooser of files offers. */
export const acceptedEndings = Object.keys(endings).map((ending) => `.${ending}`);

const endingOf = (name: string): string => (/\.([^.]+)$/.exec(name)?.[1] ?? '').toLowerCase();

/** Of a name that is taken, what such a file is called on the net. */
export const typeOf = (name: string): string => endings[endingOf(name)]?.type ?? 'application/octet-stream';

/** Why a file of this name and size is not taken, before any of it is sent; null where it may be. */
export function whyNotNamed(name: string, size: number): string | null {
  const ending = endingOf(name);
  if (!Object.hasOwn(endings, ending))
    return `Files ${ending ? `that end in .${ending}` : 'without an ending'} are not kept here. Link to where it stands, or attach a report of it as PDF, a picture or text.`;
  if (size === 0) return 'This file is empty. Choose one that shows something.';
  if (size > mostBytes) return 'A file has at most 20 MB. Link to where it stands instead.';
  return null;
}

const starts: Readonly<Partial<Record<Form, readonly (readonly number[])[]>>> = {
  pdf: [[0x25, 0x50, 0x44, 0x46, 0x2d]],
  png: [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  jpeg: [[0xff, 0xd8, 0xff]],
  gif: [[0x47, 0x49, 0x46, 0x38]],
  webp: [[0x52, 0x49, 0x46, 0x46]],
  office: [[0x50, 0x4b, 0x03, 0x04]],
  document: [[0x50, 0x4b, 0x03, 0x04]],
  parquet: [[0x50, 0x41, 0x52, 0x31]],
};

const begins = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, at) => bytes[at] === byte);
const latin = new TextDecoder('latin1');
const part = (bytes: Uint8Array, from: number, to: number) => latin.decode(bytes.subarray(from, to));

/** Why the bytes are not what the name says, or are what is not kept; null where all is well. */
export function whyNotBytes(name: string, bytes: Uint8Array): string | null {
  const known = endings[endingOf(name)];
  if (!known) return whyNotNamed(name, bytes.length);
  const other = `This is no .${endingOf(name)} file, whatever its name says. Nothing was kept.`;
  const start = starts[known.form];
  if (start && !start.some((each) => begins(bytes, each))) return other;
  switch (known.form) {
    case 'webp':
      return part(bytes, 8, 12) === 'WEBP' ? null : other;
    case 'parquet':
      return part(bytes, bytes.length - 4, bytes.length) === 'PAR1' ? null : other;
    case 'office': {
      const whole = latin.decode(bytes);
      if (!whole.includes('[Content_Types].xml')) return other;
      return /vbaProject\.bin|\/activeX\//i.test(whole) ? 'This document carries macros or programs. Save it without them.' : null;
    }
    case 'document':
      return part(bytes, 0, 200).includes('application/vnd.oasis.opendocument') ? null : other;
    case 'text':
      return isText(bytes) ? null : other;
    default:
      return null;
  }
}

/** UTF-8 without the bytes that no text holds. */
function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
  } catch {
    return false;
  }
}

/** Why no more is taken, by what is kept already with what was removed; null where there is room. */
export function whyNoRoom(kept: { files: number; bytes: number; teamBytes: number }, size: number): string | null {
  if (kept.files >= mostFilesOfReview || kept.bytes + size > mostBytesOfReview)
    return `A review keeps at most ${mostFilesOfReview} files of 200 MB together, removed ones among them. Link to where more of it stands.`;
  if (kept.teamBytes + size > mostBytesOfTeam)
    return 'The reviews of this team keep 10 GB of files already, which is as much as they may. Link to where it stands.';
  return null;
}
