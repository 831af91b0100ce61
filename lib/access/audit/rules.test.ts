import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { noticeEvents } from '../notices/rules.ts';
import { permissionNames } from '../permissions.ts';
import { eventLabel, fieldLabel, momentOf, targetHref, targetLabels, valueWords } from './rules.ts';
import { sentenceOf, sentences } from './sentence-rules.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Names of jobs, locks and causes in a risk's history, which look like events and are none. */
const others = new Set<string>([
  'import.read',
  'import.apply',
  'import.clean',
  'access.expire',
  'access.notice',
  'access.expiring',
  'user.example',
  'asset.changed',
  'risks.settle',
  'risks.sweep',
  'risks.recalculate',
  'risks.recalculated',
  'risks.resume',
  // Jobs of approvals and reviews, and what tries a webhook.
  'approvals.judge',
  'approvals.sweep',
  'reviews.ask',
  'reviews.delegations',
  'webhook.test',
  // What people are told of: the log says what happened in words of its own.
  ...noticeEvents,
]);

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(generated|migrations|fixtures)$/.test(entry.name) ? [] : sourcesIn(path);
    return /\.ts$/.test(entry.name) && !/\.test\.ts$|testing\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** Whatever the code calls an event: the value of `event:`, and every other name of a noun that the log knows. */
function eventsInCode(): Map<string, string> {
  const nouns = new Set(Object.keys(sentences).map((event) => event.split('.')[0]));
  const found = new Map<string, string>();
  for (const file of [...sourcesIn('lib'), ...sourcesIn('prisma')]) {
    if (/audit\/(sentence-)?rules\.ts$/.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/\bevent: '([a-z_]+\.[a-z_]+)'/g)) found.set(name, file);
    // The demonstration organisation has files whose names look like events.
    if (file.startsWith('prisma/demo')) continue;
    for (const [, name = ''] of text.matchAll(/'([a-z_]+\.[a-z_]+)'/g))
      if (nouns.has(name.split('.')[0]) && !(permissionNames as string[]).includes(name) && !others.has(name)) found.set(name, file);
  }
  return found;
}

test('every event that the code records has its sentence', () => {
  const found = eventsInCode();
  expect(found.size).toBeGreaterThan(50);
  const missing = [...found]
    .filter(([name]) => !Object.hasOwn(sentences, name) && !others.has(name))
    .map(([name, file]) => `${name} in ${file}`);
  expect(missing, 'Add a sentence to lib/access/audit/sentence-rules.ts.').toEqual([]);
});

test('every type of target has its words', () => {
  const types = [...sourcesIn('lib'), ...sourcesIn('prisma')].flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\btargetType: '([a-z_]+)'|\btarget: \['([a-z_]+)'/g)].map(
      ([, a, b]) => a ?? b ?? '',
    ),
  );
  expect(types.length).toBeGreaterThan(20);
  expect([...new Set(types)].filter((type) => !Object.hasOwn(targetLabels, type))).toEqual([]);
});

test('sentences name their thing once at most, and unknown events are told in words', () => {
  for (const [event, sentence] of Object.entries(sentences)) expect(sentence.split('{target}').length, event).toBeLessThanOrEqual(2);
  expect(sentenceOf('reactor.started_up')).toBe('reactor started up: {target}');
  expect(eventLabel('user.role_changed')).toBe('User role changed');
});

test('fields and values are told in words, ids by their names', () => {
  expect(['dataClass', 'file_name', 'ownerId', 'leadId', 'label'].map(fieldLabel)).toEqual([
    'Data class',
    'File name',
    'Owner',
    'Lead',
    'Label',
  ]);
  expect(valueWords('u-1', { 'u-1': 'Mara' })).toBe('Mara');
  expect(valueWords([{ role: 'lead', userId: 'u-1' }], { 'u-1': 'Mara' })).toBe('Role: lead; Person: Mara');
  expect([null, '', [], true, 3].map((value) => valueWords(value, {}))).toEqual(['nothing', 'nothing', 'nothing', 'yes', '3']);
});

test('a day ends when the next begins; days back count from now', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  expect(momentOf('2026-11-20', now).toISOString()).toBe('2026-11-20T00:00:00.000Z');
  expect(momentOf('2026-11-20', now, true).toISOString()).toBe('2026-11-21T00:00:00.000Z');
  expect(momentOf('7d', now).toISOString()).toBe('2026-11-16T12:00:00.000Z');
  expect(targetHref('asset', 'x')).toBe('/assets/x');
  expect(targetHref('session', 'x')).toBeNull();
});
