import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editableMinutes, hindranceToEdit, hindranceToRemove, mentionOf, mentionsIn, piecesOf } from './rules.ts';

const ada = '019ab3f0-0000-7000-8000-000000000001';
const bob = '019ab3f0-0000-7000-8000-000000000002';

test.each([
  ['plain', [{ is: 'text', text: 'plain' }]],
  [
    `Look, @{${ada}}!`,
    [
      { is: 'text', text: 'Look, ' },
      { is: 'mention', id: ada },
      { is: 'text', text: '!' },
    ],
  ],
  ['@{not-an-id}', [{ is: 'text', text: '@{not-an-id}' }]],
  [
    '(see https://example.org/a?b=1#c).',
    [
      { is: 'text', text: '(see ' },
      { is: 'link', href: 'https://example.org/a?b=1#c' },
      { is: 'text', text: ').' },
    ],
  ],
  ['javascript:alert(1) http://example.org', [{ is: 'text', text: 'javascript:alert(1) http://example.org' }]],
  ['https://me:pass@example.org/x', [{ is: 'text', text: 'https://me:pass@example.org/x' }]],
  // Letters of another alphabet are told as the browser would go there.
  ['https://gаtehouse.example', [{ is: 'link', href: 'https://xn--gtehouse-16g.example/' }]],
  ['https://', [{ is: 'text', text: 'https://' }]],
  ['<b>bold</b> **bold**', [{ is: 'text', text: '<b>bold</b> **bold**' }]],
])('%s', (body, pieces) => {
  expect(piecesOf(body)).toEqual(pieces);
});

test('who is mentioned is found once each, whatever stands around', () => {
  expect(mentionsIn(`${mentionOf(ada)}${mentionOf(bob)} and ${mentionOf(ada)}`)).toEqual([ada, bob]);
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      expect(mentionsIn(`${before} ${mentionOf(ada)} ${after}`)).toContain(ada);
    }),
  );
});

test('no text is lost in pieces, and no piece is a link of another kind than https', () => {
  const word = fc.oneof(fc.string(), fc.constant(mentionOf(ada)), fc.webUrl(), fc.constantFrom('https://', 'javascript:', '@{', '}', '.'));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const body = words.join(' ');
      let from = 0;
      for (const piece of piecesOf(body)) {
        if (piece.is === 'link') {
          expect(new URL(piece.href).protocol).toBe('https:');
          continue;
        }
        const text = piece.is === 'text' ? piece.text : mentionOf(piece.id);
        const at = body.indexOf(text, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + text.length;
      }
    }),
  );
});

test('a comment is mended by its author for a while, and removed by its author whenever', () => {
  const createdAt = new Date('2026-11-23T10:00:00Z');
  const after = (minutes: number) => new Date(createdAt.getTime() + minutes * 60_000);
  const written = { authorId: ada, createdAt, removedAt: null };
  expect(hindranceToEdit(written, ada, after(editableMinutes - 1))).toBeNull();
  expect(hindranceToEdit(written, ada, after(editableMinutes))).toMatch(/15 minutes/);
  expect(hindranceToEdit(written, bob, after(1))).toMatch(/whoever wrote/);
  expect(hindranceToEdit({ ...written, removedAt: after(1) }, ada, after(2))).toMatch(/removed/);
  expect(hindranceToRemove(written, ada)).toBeNull();
  expect(hindranceToRemove(written, bob)).toMatch(/whoever wrote/);
  expect(hindranceToRemove({ ...written, removedAt: after(1) }, ada)).toMatch(/already/);
});
