import { expect, test } from 'vitest';
import { isCommonPassword, passwordRefusal } from './common-passwords.ts';

test.each([
  ['as it stands', 'qwerty123456789'],
  ['in capitals', 'SUNSHINE'],
  ['with a year and a mark after it', 'Sunshine!!!2026'],
  ['with digits before and after', '12sunshine34567'],
  ['with marks between', 'Correct-Horse-Battery-Staple'],
  ['spelled with digits', '$unsh1ne'],
  ['spelled with digits, with a year', 'P@ssw0rd!!2026'],
  ['over and over', 'monkeymonkeymonkey'],
  ['over and over, with a year', 'MonkeyMonkey2026'],
  ['of this trade', 'MachineLearning1'],
])('a common password %s is refused', async (_, password) => {
  expect(await isCommonPassword(password)).toBe(true);
});

test.each([
  'four kind otters swim',
  'mara eats seven cold figs',
  'パスワードはながいほうがいいです',
  'teal-ladder-4417-moss',
  'x7#qP!2vLk9$',
])('%s is not common', async (password) => {
  expect(await isCommonPassword(password)).toBe(false);
});

test('every one of the ten thousand most common is known, in capitals and with a suffix too', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const top = dictionary['passwords-common'].slice(0, 10_000);
  expect(top).toHaveLength(10_000);
  const missed: string[] = [];
  for (const each of top) {
    for (const form of [each, each.toUpperCase(), `${each}!`]) if (each.length >= 4 && !(await isCommonPassword(form))) missed.push(form);
  }
  expect(missed).toEqual([]);
});

test('what the form can tell comes first, the list after it, and twelve characters do beside a factor', async () => {
  expect(await passwordRefusal('short')).toContain('at least 15');
  expect(await passwordRefusal('Sunshine!!!!2026')).toContain('a common password');
  expect(await passwordRefusal('x7#qP!2vLk9$')).toContain('at least 15');
  expect(await passwordRefusal('x7#qP!2vLk9$', {}, 12)).toBeNull();
  expect(await passwordRefusal('four kind otters swim')).toBeNull();
});
