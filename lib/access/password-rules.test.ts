import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestPassword, passwordProblem, shortestPassword } from './password-rules.ts';

const mara = { name: 'Mara Lindqvist', email: 'mara.lindqvist@example.org' };

test.each(['four kind otters swim', 'Ωμέγα και άλφα μαζί', 'パスワードはながいほうがいいです', 'mara eats seven cold figs'])(
  '%s will do',
  (password) => {
    expect(passwordProblem(password, mara)).toBeNull();
  },
);

test.each([
  ['14 characters long', 'abcdefg hijklm', 'at least 15'],
  ['too long', 'long words '.repeat(30), 'at most 256'],
  ['one letter over and over', 'a'.repeat(20), 'first that anyone would try'],
  ['a piece over and over', 'abc123abc123abc123', 'first that anyone would try'],
  ['a run of the keyboard', 'qwertyuiopasdfgh', 'first that anyone would try'],
  ['a run backwards', 'zyxwvutsrqponmlk', 'first that anyone would try'],
  ['digits in order', '1234567890123456', 'first that anyone would try'],
  ['the mail address', 'mara.lindqvist@example.org', 'a name or an email address'],
  ['the name and a year', 'MaraLindqvist2026', 'a name or an email address'],
  ['the product and a year', 'gatehouse-2026-gatehouse', 'a name or an email address'],
])('%s is refused', (_, password, reason) => {
  expect(passwordProblem(password, mara)).toContain(reason);
});

test('length counts characters, not bytes or surrogates', () => {
  expect(passwordProblem('🦦🐢🦊🐻🦉🐝🦋🐞🐠🐙🦀🦂🐍🦎')).toContain('This has 14.');
});

test('whatever is typed, the answer is a sentence or null, and lengths decide alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (password) => {
      const length = [...password.normalize('NFKC')].length;
      const problem = passwordProblem(password, mara);
      if (length < shortestPassword || length > longestPassword) expect(problem).not.toBeNull();
      if (problem !== null) expect(problem).toMatch(/\.$/);
    }),
  );
});
