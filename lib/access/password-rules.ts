/**
 * What a password must be, as far as a browser can tell. Pure: the form says it while one types. The server asks the list of common ones as
 * well: passwordRefusal in common-passwords.ts.
 */

/** Least length in characters. Length is what protects; nothing is asked about kinds of characters. */
export const shortestPassword = 15;
/** … and where a second factor stands beside it. */
export const shortestBesideFactor = 12;
export const longestPassword = 256;

const runs = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm'];

/** What is wrong with this as the person's password, as a sentence that says what to do; null when nothing is. `least` is in characters. */
export function passwordProblem(
  plain: string,
  person: { name?: string; email?: string } = {},
  least: number = shortestPassword,
): string | null {
  const text = plain.normalize('NFKC');
  const length = [...text].length;
  if (length < least) return `Use at least ${least} characters; a few words in a row do well. This has ${length}.`;
  if (length > longestPassword) return `Use at most ${longestPassword} characters. This has ${length}.`;
  const plainText = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (repeats(text.toLowerCase()) || isRun(plainText))
    return 'This is among the first that anyone would try. Choose something less regular.';
  if (withoutPerson(text.toLowerCase(), person).length < 8)
    return 'This is little more than a name or an email address. Add words that have nothing to do with you.';
  return null;
}

/** Few different characters, or one piece of up to six over and over. */
function repeats(text: string): boolean {
  return (
    new Set(text).size < 5 ||
    [1, 2, 3, 4, 5, 6].some(
      (size) =>
        text ===
        text
          .slice(0, size)
          .repeat(Math.ceil(text.length / size))
          .slice(0, text.length),
    )
  );
}

function isRun(text: string): boolean {
  if (text.length === 0) return false;
  const backwards = [...text].reverse().join('');
  return runs.some((run) => run.repeat(4).includes(text) || run.repeat(4).includes(backwards));
}

function withoutPerson(text: string, { name = '', email = '' }: { name?: string; email?: string }): string {
  const words = [email, ...email.split(/[@.+_-]/), ...name.split(/\s+/), 'gatehouse']
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 3);
  const rest = words.sort((a, b) => b.length - a.length).reduce((left, word) => left.replaceAll(word, ''), text);
  return rest.replace(/[^\p{L}\p{N}]/gu, '');
}
