import { expect, test } from 'vitest';
import { mostBytes, mostBytesOfReview, mostBytesOfTeam, mostFilesOfReview, typeOf, whyNoRoom, whyNotBytes, whyNotNamed } from './rules.ts';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))));
const zip = (text: string) => bytes('PK\x03\x04', text);

test.each([
  ['report.pdf', bytes('%PDF-1.7\n…')],
  ['Report.PDF', bytes('%PDF-1.7')],
  ['a.png', bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])],
  ['a.jpg', bytes([0xff, 0xd8, 0xff, 0xe0])],
  ['a.gif', bytes('GIF89a')],
  ['a.webp', bytes('RIFF', [0, 0, 0, 0], 'WEBP')],
  ['a.parquet', bytes('PAR1', [0, 1, 2], 'PAR1')],
  ['a.docx', zip('[Content_Types].xml word/document.xml')],
  ['a.odt', zip('mimetypeapplication/vnd.oasis.opendocument.text')],
  ['a.csv', new TextEncoder().encode('name,größe\n1,2\r\n')],
  ['build.log', bytes('\x1b[32mok\x1b[0m\n')],
  ['notes.final.md', bytes('# Notes')],
])('%s is taken where its bytes are such', (name, content) => {
  expect(whyNotNamed(name, content.length)).toBeNull();
  expect(whyNotBytes(name, content)).toBeNull();
});

test.each([
  ['a program under the name of a report', 'report.pdf', bytes('MZ\x90\0')],
  ['a page under the name of a picture', 'a.png', bytes('<html><script>')],
  ['a picture under the name of another', 'a.jpg', bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['a sound under the name of a picture', 'a.webp', bytes('RIFF', [0, 0, 0, 0], 'WAVE')],
  ['a program under the name of a text', 'a.txt', bytes('\x7fELF\x02\x01\x01', [0, 0])],
  ['letters that are no UTF-8', 'a.csv', bytes([0x66, 0xfc, 0x72])],
  ['any archive under the name of a document', 'a.docx', zip('evil.exe')],
  ['a document with macros', 'a.docx', zip('[Content_Types].xml word/vbaProject.bin')],
  ['half a table', 'a.parquet', bytes('PAR1', [0, 1, 2])],
  ['nothing', 'a.pdf', bytes()],
])('%s is not', (_, name, content) => {
  expect(whyNotBytes(name, content)).not.toBeNull();
});

test.each([
  'setup.exe',
  'report.pdf.exe',
  'page.html',
  'drawing.svg',
  'macros.docm',
  'all.zip',
  'model.pkl',
  'Makefile',
  'constructor',
  'a.toString',
])('%s is not kept here at all', (name) => {
  expect(whyNotNamed(name, 10)).toMatch(/Link to where it stands/);
  expect(whyNotBytes(name, bytes('x'))).not.toBeNull();
});

test('size and room end at their limits', () => {
  expect(whyNotNamed('a.pdf', 0)).toMatch(/empty/);
  expect(whyNotNamed('a.pdf', mostBytes)).toBeNull();
  expect(whyNotNamed('a.pdf', mostBytes + 1)).toMatch(/20 MB/);
  expect(typeOf('a.CSV')).toBe('text/csv');
  const empty = { files: 0, bytes: 0, teamBytes: 0 };
  expect(whyNoRoom(empty, mostBytes)).toBeNull();
  expect(whyNoRoom({ ...empty, files: mostFilesOfReview }, 1)).toMatch(/A review keeps/);
  expect(whyNoRoom({ ...empty, bytes: mostBytesOfReview - 1 }, 1)).toBeNull();
  expect(whyNoRoom({ ...empty, bytes: mostBytesOfReview }, 1)).toMatch(/A review keeps/);
  expect(whyNoRoom({ ...empty, teamBytes: mostBytesOfTeam }, 1)).toMatch(/of this team/);
});
