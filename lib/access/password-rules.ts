/** What a password must be. Pure and browser-safe: the form says it while one types, the server decides by the same function. */

/** Least length in characters. Length is what protects; nothing is asked about kinds of characters. */
export const shortestPassword = 15;
export const longestPassword = 256;

// What people choose when fifteen characters are asked for; shorter ones cannot be chosen at all.
const common = [
  'passwordpassword',
  'password12345678',
  'password123456789',
  'passwordpassword1',
  'administrator123',
  'administratoradministrator',
  'qwertyuiopasdfgh',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfgh',
  'azertyuiopqsdfgh',
  'abcdefghijklmnop',
  'abcdefghijklmnopqrstuvwxyz',
  '1qaz2wsx3edc4rfv',
  '1q2w3e4r5t6y7u8i',
  'qazwsxedcrfvtgbyhn',
  'zaq12wsxcde34rfv',
  'iloveyouiloveyou',
  'letmeinletmeinletmein',
  'welcomewelcome123',
  'changemechangeme',
  'thisismypassword',
  'correcthorsebatterystaple',
  'trustno1trustno1',
  'opensesameopensesame',
  'machinelearning1',
  'machinelearning123',
];

const runs = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm'];

/** What is wrong with this as the person's password, as a sentence that says what to do; null when nothing is. */
export function passwordProblem(plain: string, person: { name?: string; email?: string } = {}): string | null {
  const text = plain.normalize('NFKC');
  const length = [...text].length;
  if (length < shortestPassword) return `Use at least ${shortestPassword} characters; a few words in a row do well. This has ${length}.`;
  if (length > longestPassword) return `Use at most ${longestPassword} characters. This has ${length}.`;
  const plainText = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (common.includes(plainText) || repeats(text.toLowerCase()) || isRun(plainText))
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
