/** Reading facts of which only the names are certain: imports keep every value as its file told it. */

export type Facts = Readonly<Record<string, unknown>>;

export const isFacts = (value: unknown): value is Facts => typeof value === 'object' && value !== null && !Array.isArray(value);

export const factsOf = (value: unknown): Facts => (isFacts(value) ? value : {});

/** Nothing to show: absent, an empty text, an empty list, or only such. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.every(isEmpty);
  return isFacts(value) && Object.values(value).every(isEmpty);
}

/** A list, the one thing as a list, or nothing as an empty one. */
export const listOf = (value: unknown): readonly unknown[] => (isEmpty(value) ? [] : Array.isArray(value) ? value : [value]);

/** A text, number or yes/no as text; null for anything with parts. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The facts but for these names. */
export const without = (facts: Facts, ...names: readonly string[]): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name, value]) => !names.includes(name) && !isEmpty(value)));

/** The facts but for those of these names that are texts, which are drawn elsewhere: what has parts stays. */
export const besidesTexts = (facts: Facts, ...names: readonly string[]): Facts =>
  without(facts, ...names.filter((name) => textOf(facts[name]) !== null));

/** Words of the formats as Gatehouse spells them everywhere else. */
const spelt = new Map([
  ['url', 'URL'],
  ['purl', 'package URL'],
  ['license', 'licence'],
  ['licenses', 'licences'],
]);

/** "performanceTradeoffs" → "Performance tradeoffs", "bom-ref" → "Bom ref", "aws:region" stays as it is. */
export function wordsOf(name: string): string {
  if (/[:/.\s]/.test(name)) return name;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .split(' ')
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : (spelt.get(word.toLowerCase()) ?? word.toLowerCase())))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An address that may be followed from a page: of the web, nothing that runs. */
export const isWebAddress = (text: string): boolean => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text);

/** A list's entries, each with a key of its own for drawing; equal ones are told apart by a number. */
export function keyed<T>(list: readonly T[]): { key: string; entry: T }[] {
  const seen = new Map<string, number>();
  return list.map((entry) => {
    const text = JSON.stringify(entry) ?? '';
    const number = (seen.get(text) ?? 0) + 1;
    seen.set(text, number);
    return { key: `${number} ${text}`, entry };
  });
}

/** What two things say alike, by name; of a list, the entries that both hold. */
export function sameFacts(one: Facts, other: Facts): Facts {
  const same = Object.keys(one).flatMap((name): [string, unknown][] => {
    const [a, b] = [one[name], Object.hasOwn(other, name) ? other[name] : undefined];
    if (isEmpty(a) || isEmpty(b)) return [];
    if (isFacts(a) && isFacts(b)) return [[name, sameFacts(a, b)]];
    const texts = new Set(listOf(b).map((entry) => JSON.stringify(entry)));
    if (Array.isArray(a)) return [[name, a.filter((entry) => texts.has(JSON.stringify(entry)))]];
    return JSON.stringify(a) === JSON.stringify(b) ? [[name, a]] : [];
  });
  return Object.fromEntries(same.filter(([, value]) => !isEmpty(value)));
}
