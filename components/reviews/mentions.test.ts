import { expect, test } from 'vitest';
import { mentionOf } from '#lib/reviews/comments/rules.ts';
import { fromBody, mentionAt, readText, toBody, withMention } from './mentions.ts';

const ada = { id: '019ab3f0-0000-7000-8000-000000000001', name: 'Ada' };
const lovelace = { id: '019ab3f0-0000-7000-8000-000000000002', name: 'Ada Lovelace' };

test.each([
  ['Look, @Mi', 9, { from: 6, search: 'Mi' }],
  ['@', 1, { from: 0, search: '' }],
  ['(@Mira Ok', 9, { from: 1, search: 'Mira Ok' }],
  ['mail me@example', 15, null],
  ['@Mira looked at all of it', 25, null],
  ['@Mira\nLine', 10, null],
  ['none', 4, null],
])('%s', (text, cursor, found) => {
  expect(mentionAt(text, cursor)).toEqual(found);
});

test('a name that is picked takes the place of what was typed, and becomes a mention when it is sent', () => {
  const { text, cursor } = withMention('Hi @Ad, look', 3, 6, 'Ada Lovelace');
  expect(text).toBe('Hi @Ada Lovelace , look');
  expect(text.slice(0, cursor)).toBe('Hi @Ada Lovelace ');
  expect(toBody('@Ada Lovelace and @Ada, @Nobody', [ada, lovelace])).toBe(`${mentionOf(lovelace.id)} and ${mentionOf(ada.id)}, @Nobody`);
});

test('what is edited and sent unchanged is the same', () => {
  const body = `${mentionOf(lovelace.id)}: see https://example.org/x, please`;
  const { text, picked } = fromBody(body, { [lovelace.id]: lovelace.name });
  expect(text).toBe('@Ada Lovelace: see https://example.org/x, please');
  expect(toBody(text, picked)).toBe(body);
  expect(fromBody(body, {}).text).toMatch(/^@Somebody:/);
});

test('a comment that was begun comes back with whom it mentions', () => {
  const written = { text: 'Ask @Mira Okafor', picked: [{ id: 'mira', name: 'Mira Okafor' }] };
  expect(readText(JSON.parse(JSON.stringify(written)))).toEqual(written);
  for (const value of [null, 'text', {}, { text: 'a' }, { text: 1, picked: [] }, { text: 'a', picked: [{ id: 'mira' }] }])
    expect(readText(value)).toBeNull();
});
