import type { Format } from '../schema.ts';

export type Detected = { format: Format; version: string | null } | { refused: string };

const cycloneDxVersions = ['1.5', '1.6', '1.7'];
/** How much of a file's beginning is worth handing to `detectFormat`, in bytes. */
export const detectBytes = 64 * 1024;

/** The refusal of a CycloneDX version that is not read, or null. */
export function refusedCycloneDx(version: unknown): string | null {
  if (typeof version === 'string' && cycloneDxVersions.includes(version)) return null;
  return `This is CycloneDX ${typeof version === 'string' ? version.slice(0, 20) : 'of no stated version'}: versions 1.5 to 1.7 are read.`;
}

/** The refusal of a SPDX version that is not read, or null. */
export function refusedSpdx(version: unknown): string | null {
  if (typeof version === 'string' && /^3\.0(\.|$)/.test(version)) return null;
  return `This is SPDX ${typeof version === 'string' ? version.slice(0, 20) : 'of no stated version'}: version 3.0.1 (JSON-LD) is read.`;
}

/**
 * What tells a bill of materials from others: its serial number, which it keeps when it is written anew, where that stands near its beginning or
 * end; else the digest of the whole file.
 */
export function documentOf(head: Uint8Array, tail: Uint8Array, sha256: string | null): string | undefined {
  const serial = /"serialNumber"\s*:\s*"(urn:uuid:[0-9a-fA-F-]{36})"/;
  const found = [head, tail].map((bytes) => serial.exec(new TextDecoder('latin1').decode(bytes))?.[1]).find(Boolean);
  return found?.toLowerCase() ?? sha256 ?? undefined;
}

function startsWith(bytes: Uint8Array, ...signature: number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

const binarySignatures: [number[], string][] = [
  [[0x1f, 0x8b], 'a gzip archive: unpack it first'],
  [[0x50, 0x4b, 3, 4], 'a ZIP archive or an Office workbook: unpack it, or save the sheet as CSV'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard archive: unpack it first'],
  [[0x42, 0x5a, 0x68], 'a bzip2 archive: unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an xz archive: unpack it first'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Office document: save the sheet as CSV'],
  [[0xff, 0xfe], 'UTF-16 text: save it as UTF-8'],
  [[0xfe, 0xff], 'UTF-16 text: save it as UTF-8'],
];

const readable = 'Gatehouse reads CycloneDX 1.5 to 1.7 (JSON), SPDX 3.0.1 (JSON-LD), CSV and its own JSON export.';

function refuse(seen: string): Detected {
  return { refused: `This is ${seen}. ${readable}` };
}

function detectJson(text: string): Detected {
  const bomFormat = /"bomFormat"\s*:\s*"([^"]{0,40})/.exec(text)?.[1];
  const specVersion = /"specVersion"\s*:\s*"([^"]{0,20})"/.exec(text)?.[1] ?? null;
  if (/"format"\s*:\s*"gatehouse-inventory"/.test(text))
    return { format: 'gatehouse', version: /"version"\s*:\s*(\d{1,9})/.exec(text)?.[1] ?? null };
  if (bomFormat === 'CycloneDX') {
    const refused = specVersion === null ? null : refusedCycloneDx(specVersion);
    return refused ? { refused } : { format: 'cyclonedx', version: specVersion };
  }
  const spdxVersion = /"spdxVersion"\s*:\s*"SPDX-([^"]{0,20})"/.exec(text)?.[1];
  if (spdxVersion) return { refused: refusedSpdx(spdxVersion) ?? refusedSpdx(undefined) ?? '' };
  if (/"@graph"\s*:|spdx\.org\/rdf\//.test(text)) return { format: 'spdx', version: specVersion };
  // Writers that sort their keys put bomFormat behind the components: the reader makes sure of it at the end.
  if (/^\s*\{\s*("\$schema"\s*:\s*"http[^"]*cyclonedx|"(components|metadata|dependencies|compositions|annotations)"\s*:)/.test(text)) {
    return { format: 'cyclonedx', version: specVersion };
  }
  return refuse('JSON, but neither a bill of materials nor a Gatehouse export');
}

/**
 * Tells a file's format by its first bytes (64 KB are plenty; fewer will do) and, for CSV alone, by its name. A file that is not read is refused
 * with what was seen in it. A CycloneDX or SPDX file whose version stands far inside is accepted here and refused by its reader.
 */
export function detectFormat(head: Uint8Array, fileName: string): Detected {
  if (head.length === 0) return { refused: `The file is empty. ${readable}` };
  const binary = binarySignatures.find(([signature]) => startsWith(head, ...signature));
  if (binary) return refuse(binary[1]);
  const nul = head.indexOf(0);
  if (nul !== -1) return refuse(nul < 2 ? 'UTF-16 or UTF-32 text without a mark: save it as UTF-8' : 'a binary file');
  const text = new TextDecoder('utf-8').decode(head.subarray(0, detectBytes));
  const first = text.trimStart()[0];
  if (first === undefined) return { refused: `The file holds nothing but white space. ${readable}` };
  if (first === '<')
    return refuse(/<bom[\s>]/.test(text) && text.includes('cyclonedx') ? 'CycloneDX in XML: its JSON form is read' : 'XML or HTML');
  if (first === '{') return detectJson(text);
  if (first === '[') return refuse('a JSON list');
  if (/^SPDXVersion:/m.test(text)) return refuse('SPDX 2 in tag-value form');
  const line = text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  if (/\.(csv|tsv)$/i.test(fileName) || /[,;\t]/.test(line)) return { format: 'csv', version: null };
  return refuse('plain text without columns');
}
