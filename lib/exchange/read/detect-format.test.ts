import { describe, expect, it } from 'vitest';
import { detectFormat, documentOf } from './detect-format.ts';

const detect = (content: string | Uint8Array, fileName = 'file') =>
  detectFormat(typeof content === 'string' ? new TextEncoder().encode(content) : content, fileName);

describe('telling a format', () => {
  it.each([
    ['{"bomFormat":"CycloneDX","specVersion":"1.6"}', 'cyclonedx', '1.6'],
    ['\ufeff\n{ "specVersion" : "1.7", "bomFormat" : "CycloneDX" }', 'cyclonedx', '1.7'],
    ['{"components":[{"type":"library"', 'cyclonedx', null],
    ['{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[', 'spdx', null],
    ['{"format":"gatehouse-inventory","version":1,"assets":[]}', 'gatehouse', '1'],
    ['Name;Kind\nA;model', 'csv', null],
    ['Name\tKind', 'csv', null],
  ])('%s', (content, format, version) => {
    expect(detect(content)).toEqual({ format, version });
  });

  it('believes the name of a CSV with a single column', () => {
    expect(detect('Name\nA', 'list.CSV')).toEqual({ format: 'csv', version: null });
    expect(detect('Name\nA', 'list.txt')).toMatchObject({ refused: expect.stringContaining('plain text without columns') });
  });

  it.each<[string | Uint8Array, string]>([
    ['{"bomFormat":"CycloneDX","specVersion":"1.3"}', 'This is CycloneDX 1.3: versions 1.5 to 1.7 are read.'],
    ['{"spdxVersion":"SPDX-2.3"}', 'This is SPDX 2.3: version 3.0.1 (JSON-LD) is read.'],
    ['SPDXVersion: SPDX-2.3\n', 'SPDX 2 in tag-value form'],
    ['<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6">', 'CycloneDX in XML'],
    ['<html>', 'XML or HTML'],
    ['{"a":1}', 'neither a bill of materials nor a Gatehouse export'],
    ['[{"a":1}]', 'a JSON list'],
    ['', 'The file is empty.'],
    [' \n ', 'nothing but white space'],
    [Uint8Array.of(0x1f, 0x8b, 8), 'a gzip archive'],
    [Uint8Array.of(0x50, 0x4b, 3, 4), 'a ZIP archive or an Office workbook'],
    [Buffer.from('\ufeffa,b', 'utf16le'), 'UTF-16 text'],
    [Buffer.from('a,b', 'utf16le'), 'UTF-16 or UTF-32 text without a mark'],
    [Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0), 'a binary file'],
  ])('refuses %s by naming what it saw', (content, message) => {
    expect(detect(content)).toEqual({ refused: expect.stringContaining(message) });
  });
});

it('a document goes by its serial number wherever that stands, else by its digest', () => {
  const serial = 'urn:uuid:F0B8A3BC-8bd4-485b-a0bb-be566aa73b99';
  const [told, other] = [Buffer.from(`{"serialNumber" : "${serial}", "x"`), Buffer.from('"version":1}')];
  expect(documentOf(told, other, 'digest')).toBe(serial.toLowerCase());
  expect(documentOf(other, told, 'digest')).toBe(serial.toLowerCase());
  expect(documentOf(other, other, 'digest')).toBe('digest');
  expect(documentOf(other, other, null)).toBeUndefined();
});
