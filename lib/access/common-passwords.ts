/**
 * Passwords that are among the first to be tried, known offline: the 49,000 most common ones of leaks, as `@zxcvbn-ts/language-common` (MIT)
 * carries them, and a few long ones of this trade. Only the server has the list; it is loaded when a password is first chosen.
 */
import { passwordProblem } from './password-rules.ts';

/** What people choose when fifteen characters are asked for; leaks of short passwords hold few of them. */
const long = [
  'administratoradministrator',
  'qwertyuiopasdfghjklzxcvbnm',
  'azertyuiopqsdfgh',
  '1qaz2wsx3edc4rfv',
  '1q2w3e4r5t6y7u8i',
  'qazwsxedcrfvtgbyhn',
  'zaq12wsxcde34rfv',
  'welcomewelcome',
  'thisismypassword',
  'thisisapassword',
  'mysecretpassword',
  'correcthorsebatterystaple',
  'opensesameopensesame',
  'machinelearning',
  'artificialintelligence',
  'datascience',
];

let loaded: Promise<ReadonlySet<string>> | null = null;

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set([...dictionary['passwords-common'], ...long]);
}

const spoken: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };

const marksOff = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
const lastMarksOff = (text: string) => text.replace(/[^\p{L}\p{N}]+$/u, '');
const lettersWithin = (text: string) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
const speak = (text: string) => text.replace(/[013457@$!]/g, (mark) => spoken[mark] ?? mark);

/** The forms under which a password may stand in the list: without case, marks and spaces, without what was put before or after, spoken, unrepeated. */
function formsOf(plain: string): Set<string> {
  const text = plain.normalize('NFKC').toLowerCase();
  const core = lettersWithin(text);
  const written = [text, lastMarksOff(text), marksOff(text), core, marksOff(core), speak(text), speak(core), marksOff(speak(core))];
  // Three letters or fewer are left of what is mostly digits and marks: no password of anyone.
  return new Set(written.flatMap((form) => [form, pieceOf(form)]).filter((form) => form.length >= 4));
}

/** The shortest piece that the text is made of, over and over. */
function pieceOf(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1);
  return text.slice(0, at);
}

/** Whether this is a common password, in whatever case, spelled with digits, or with digits and marks put before or after it. */
export async function isCommonPassword(plain: string): Promise<boolean> {
  loaded ??= load();
  const common = await loaded;
  return [...formsOf(plain)].some((form) => common.has(form));
}

/** What is wrong with this as the person's password, list included; null when nothing is. What the server decides by, wherever one is chosen. */
export async function passwordRefusal(
  plain: string,
  person: { name?: string; email?: string } = {},
  least?: number,
): Promise<string | null> {
  const problem = passwordProblem(plain, person, least);
  if (problem) return problem;
  return (await isCommonPassword(plain))
    ? 'This is a common password, or one with little added. Choose something that is yours alone: a few words in a row do well.'
    : null;
}
