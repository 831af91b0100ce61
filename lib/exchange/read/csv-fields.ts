import { z } from 'zod';
import { relations } from '#lib/assets/lineage/rules.ts';
import { dataClasses, exposures, kinds, origins, stages, statuses } from '#lib/assets/rules.ts';
import { ImportedRelation, ImportedVersion, type ImportRecord } from '../schema.ts';
import { shorten } from './facts.ts';
import { parseBounded } from './parse-bounded.ts';
import { interpretCriticality, interpretDataClass, interpretExposure, interpretKind, interpretStage, interpretStatus } from './values.ts';

/** What came of one cell: a value, perhaps with a note on how it was understood, or what was expected instead. */
export type Cell<Value> = { value: Value; note?: string } | { expected: string };

const keyPattern = /^[\p{L}\p{N}][\p{L}\p{N}._/:@+-]*$/u;
const plainKey = /^[A-Za-z0-9][A-Za-z0-9._/:@+-]*$/;
const control = /\p{Cc}/u;
const mail = /^[^\s@]+@[^\s@]+$/;

function word<Value extends string>(known: readonly Value[], interpret: (text: string) => Value | undefined) {
  const exact = new Map<string, Value>(known.map((value) => [value, value]));
  const expected = `one of ${known.join(', ')}`;
  return (text: string): Cell<Value> => {
    const same = exact.get(text) ?? exact.get(text.toLowerCase());
    if (same !== undefined) return { value: same };
    const value = interpret(text);
    return value === undefined ? { expected } : { value, note: `"${shorten(text, 60)}" is taken as ${value}` };
  };
}

export const readKind = word(kinds, interpretKind);
export const readStage = word(stages, interpretStage);
export const readExposure = word(exposures, interpretExposure);
export const readDataClass = word(dataClasses, interpretDataClass);
export const readStatus = word(statuses, interpretStatus);
export const readOrigin = word(origins, () => undefined);

const digits = new Map([1, 2, 3, 4, 5].map((value) => [String(value), value]));
export function readCriticality(text: string): Cell<number> {
  const same = digits.get(text);
  if (same !== undefined) return { value: same };
  const value = interpretCriticality(text);
  return value === undefined
    ? { expected: 'a number from 1 to 5, or a word such as High' }
    : { value, note: `"${shorten(text, 60)}" is taken as ${value}` };
}

export function readKey(text: string): Cell<string> {
  if (text.length > 120) return { expected: 'at most 120 characters' };
  if (plainKey.test(text) || keyPattern.test(text)) return { value: text };
  return { expected: 'letters, digits and . _ / : @ + - only, starting with a letter or digit' };
}

/** One line of text of at most `most` characters. */
export function readLine(text: string, most: number): Cell<string> {
  if (text.length > most) return { expected: `at most ${most} characters` };
  if (control.test(text)) return { expected: 'text without line breaks and control characters' };
  return { value: text };
}

export function readText(text: string, most: number): Cell<string> {
  return text.length > most ? { expected: `at most ${most} characters` } : { value: text };
}

export function readOwner(text: string): Cell<string> {
  if (text.length > 254 || !mail.test(text)) return { expected: 'a mail address' };
  return { value: text.toLowerCase() };
}

function splitList(text: string): string[] | undefined {
  if (text.startsWith('[')) {
    const list = parseBounded(text);
    return Array.isArray(list) && list.every((entry) => typeof entry === 'string') ? list : undefined;
  }
  return text.split(text.includes(';') ? ';' : text.includes(',') ? ',' : '|');
}

/** Tags between semicolons, commas or bars, or as a JSON list; empty ones are dropped, doubles too, order is the alphabet's. */
export function readTags(text: string): Cell<string[]> {
  const tags: string[] = [];
  for (const part of splitList(text) ?? [text]) {
    const tag = part.trim();
    if (tag === '') continue;
    if (tag.length > 50 || control.test(tag)) return { expected: 'tags of at most 50 characters each, between semicolons' };
    if (!tags.includes(tag)) tags.push(tag);
    if (tags.length > 50) return { expected: 'at most 50 tags' };
  }
  return { value: tags.sort() };
}

/** "trained_on:team/key; stored_in:team/other", or the relations as JSON. */
export function readRelations(text: string): Cell<ImportRecord['relations']> {
  const expected = `relations such as "${relations[0]}:asset-key", between semicolons`;
  let told: unknown;
  if (text.startsWith('[')) told = parseBounded(text);
  else {
    told = text
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => ({
        relation: part.slice(0, Math.max(part.indexOf(':'), 0)).trim(),
        target: part.slice(part.indexOf(':') + 1).trim(),
      }));
  }
  const parsed = z.array(ImportedRelation).max(10_000).safeParse(told);
  return parsed.success ? { value: parsed.data } : { expected };
}

/** The list of versions as JSON, as exports write it. */
export function readVersions(text: string): Cell<ImportRecord['versions']> {
  const parsed = z.array(ImportedVersion).max(1000).safeParse(parseBounded(text));
  if (parsed.success) return { value: parsed.data };
  const issue = parsed.error.issues[0];
  return { expected: `a list of versions as JSON${issue && issue.path.length > 0 ? ` (${issue.path.join('.')}: ${issue.message})` : ''}` };
}
