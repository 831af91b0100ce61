/** A version's manifest: which paths it may hold, in which order, and how it is read from text. Pure, and free for the browser. */

/** A line of a manifest: a path within the version, SHA-256 in lower-case hex, bytes. */
export type ManifestFile = { path: string; sha256: string; size: number };

/** What is wrong, and at which line of the text it was read from (from 1); null where no line can be named. */
export type ManifestProblem = { line: number | null; message: string };

/** A version holds at most so many files. */
export const mostFiles = 100_000;
/** SHA-256 of nothing. */
export const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** Problems beyond these are counted, not listed. */
const mostProblems = 20;

const digest = /^[0-9a-f]{64}$/;
const longestPath = 4096;

/** Is the size of this file known? `sha256sum` tells none: such a file stands with 0 bytes and a digest that is not that of nothing. */
export const sizeKnown = (file: { sha256: string; size: number }): boolean => file.size > 0 || file.sha256 === emptyDigest;

/** A path as it is kept: NFC, `/` between folders, no `.` and no empty parts. Null where it is none that stays within the version. */
export function normalisePath(path: string): string | null {
  if (/[\p{Cc}\\]/u.test(path) || !path.isWellFormed() || path.startsWith('/') || /^[a-z]:/i.test(path) || path.length > longestPath)
    return null;
  const parts = path
    .normalize('NFC')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? null : parts.join('/');
}

/** Orders as the UTF-8 bytes would: by code point, where UTF-16 puts astral characters before U+E000–U+FFFF. */
export function byBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

const rank = (unit: number) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** What the root digest is taken of: the lines that `sha256sum` prints, sorted by the bytes of the path. */
export const manifestText = (files: readonly ManifestFile[]): string =>
  [...files]
    .sort((a, b) => byBytes(a.path, b.path))
    .map((file) => `${file.sha256}  ${file.path}\n`)
    .join('');

/** The files with their paths normalised, and what is wrong with them; `lines` tells where each was read. */
export function checkManifest(
  files: readonly ManifestFile[],
  lines: readonly number[] = [],
): { files: ManifestFile[]; problems: ManifestProblem[] } {
  const problems: ManifestProblem[] = [];
  const seen = new Map<string, number>();
  const kept: ManifestFile[] = [];
  if (files.length > mostFiles)
    problems.push({ line: null, message: `A version holds at most ${mostFiles} files; these are ${files.length}.` });
  for (const [at, file] of files.entries()) {
    if (problems.length > mostProblems) break;
    const line = lines[at] ?? null;
    const path = normalisePath(file.path);
    const problem = path === null ? badPath(file.path) : problemOf(file, path, seen.get(path));
    if (problem !== null || path === null) problems.push({ line, message: problem ?? badPath(file.path) });
    else {
      seen.set(path, line ?? at + 1);
      kept.push({ path, sha256: file.sha256, size: file.size });
    }
  }
  return { files: kept, problems };
}

const badPath = (path: string) =>
  `"${path.slice(0, 80)}" is not a path within the version: relative, with / between folders, without .. or control characters.`;

function problemOf(file: ManifestFile, path: string, first: number | undefined): string | null {
  if (first !== undefined) return `"${path.slice(0, 80)}" is listed twice (first at ${first}).`;
  if (!digest.test(file.sha256)) return `"${path.slice(0, 80)}" has no SHA-256 of 64 hexadecimal digits.`;
  return Number.isSafeInteger(file.size) && file.size >= 0 ? null : `"${path.slice(0, 80)}" has a size that is not a number of bytes.`;
}

/**
 * Reads a manifest from what `sha256sum` prints (also with `--tag` or `--binary`), or from JSON: `[{path, sha256, size}]`, or an object with
 * such `files`. Every problem names its line, or its entry in JSON; with a problem the files are not to be used.
 */
export function parseManifest(text: string): { files: ManifestFile[]; problems: ManifestProblem[] } {
  const clean = text.replace(/^\uFEFF/, '');
  return /^\s*[[{]/.test(clean) ? parseJson(clean) : parseLines(clean);
}

const coreutils = /^(?<escaped>\\?)(?<sha256>[0-9a-fA-F]{64}) [ *](?<path>.+)$/;
const tagged = /^SHA256 \((?<path>.+)\) = (?<sha256>[0-9a-fA-F]{64})$/;

function parseLines(text: string): { files: ManifestFile[]; problems: ManifestProblem[] } {
  const files: ManifestFile[] = [];
  const places: number[] = [];
  const problems: ManifestProblem[] = [];
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const found = (coreutils.exec(line) ?? tagged.exec(line))?.groups;
    if (found?.['path'] && found['sha256'] && !found['escaped']) {
      const sha256 = found['sha256'].toLowerCase();
      files.push({ path: found['path'], sha256, size: 0 });
      places.push(at + 1);
    } else if (problems.length < mostProblems) {
      const message = found?.['escaped']
        ? 'A path with a backslash or a line break cannot be kept.'
        : 'Expected a SHA-256 of 64 hexadecimal digits, two spaces and a path.';
      problems.push({ line: at + 1, message });
    }
  }
  const checked = checkManifest(files, places);
  return { files: checked.files, problems: [...problems, ...checked.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

function parseJson(text: string): { files: ManifestFile[]; problems: ManifestProblem[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = position === undefined ? text.split('\n').length : text.slice(0, Number(position)).split('\n').length;
    return { files: [], problems: [{ line, message: 'This is not valid JSON: it breaks off or has a stray character here.' }] };
  }
  const list = Array.isArray(value) ? value : (value as { files?: unknown }).files;
  if (!Array.isArray(list))
    return {
      files: [],
      problems: [{ line: null, message: 'Expected a list of {"path", "sha256", "size"}, or an object with such "files".' }],
    };
  const entries = list.map((each: unknown): ManifestFile => {
    const { path, sha256, size } = (each ?? {}) as Record<string, unknown>;
    return {
      path: String(path ?? ''),
      sha256: String(sha256 ?? '').toLowerCase(),
      size: size === undefined ? 0 : Number(size ?? Number.NaN),
    };
  });
  const { files, problems } = checkManifest(
    entries,
    entries.map((_, at) => at + 1),
  );
  return {
    files,
    problems: problems.map((each) => ({ line: null, message: each.line === null ? each.message : `Entry ${each.line}: ${each.message}` })),
  };
}
