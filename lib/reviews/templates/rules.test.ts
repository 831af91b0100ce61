import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TemplateContent, type TemplateContentInput } from '../schema.ts';
import { contentDifference, contentProblems, isSame, itemIdOf, keyOf } from './rules.ts';

const content = (given: Partial<TemplateContentInput> = {}) => TemplateContent.parse({ name: 'One', ...given });
const item = (id: string, more: object = {}) => ({ id, question: `Is ${id} so?`, ...more });
const known = {
  controls: new Set(['artifact-signing']),
  roles: { team: new Set(['lead']), organisation: new Set(['security']) },
  people: new Set(['01990000-0000-7000-8000-000000000001']),
};

test.each([
  ['Vendor model (EU)', 'vendor-model-eu'],
  ['  Prüfung – Größe 2 ', 'prufung-gro-e-2'],
  ['模型', ''],
  ['x'.repeat(80), 'x'.repeat(60)],
])('the key of %s', (name, key) => {
  expect(keyOf(name)).toBe(key);
});

test('ids of questions are keys, and none is given twice', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 100 }), { maxLength: 30 }), (questions) => {
      const ids: string[] = [];
      for (const question of questions) ids.push(itemIdOf(question, ids));
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(ids.every((id) => id.length <= 60)).toBe(true);
    }),
  );
});

describe('what differs', () => {
  const itemIds = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { maxLength: 7 });

  test('is nothing between a content and itself, and goes both ways', () => {
    fc.assert(
      fc.property(itemIds, itemIds, (before, after) => {
        const [old, now] = [content({ items: before.map((id) => item(id)) }), content({ items: after.map((id) => item(id)) })];
        expect(isSame(old, old)).toBe(true);
        expect(isSame(old, now)).toBe(before.join() === after.join());
        const there = contentDifference(old, now).items;
        const back = contentDifference(now, old).items;
        const of = (all: typeof there, what: string) => all.filter((each) => each.what === what).map(({ id }) => id);
        expect(of(there, 'added').sort()).toEqual(of(back, 'removed').sort());
        expect(of(there, 'moved').length).toBe(of(back, 'moved').length);
      }),
    );
  });

  test('names the one question that was moved, not those that made room for it', () => {
    const items = ['a', 'b', 'c', 'd'].map((id) => item(id));
    const moved = ['d', 'a', 'b', 'c'].map((id) => item(id));
    expect(contentDifference(content({ items }), content({ items: moved })).items).toMatchObject([
      { id: 'd', what: 'moved', from: 4, to: 1 },
    ]);
  });

  test('names the fields of a question and of the whole', () => {
    const before = content({ items: [item('a')], reviewers: [{ by: 'team_lead' }] });
    const after = content({ items: [item('a', { guidance: 'Look.', evidence: 'required' })], quorum: 2, reviewers: [{ by: 'team_lead' }] });
    const { fields, items } = contentDifference(before, after);
    expect(fields).toEqual([{ field: 'quorum', before: 1, after: 2 }]);
    expect(items).toMatchObject([{ id: 'a', what: 'changed', fields: ['guidance', 'evidence'] }]);
  });
});

describe('what is wrong', () => {
  test('is nothing with what is known', () => {
    const sound = content({
      items: [item('a', { control: 'artifact-signing' })],
      reviewers: [
        { by: 'role', role: 'lead' },
        { by: 'role', role: 'lead' },
        { by: 'organisation_role', role: 'security' },
        { by: 'team' },
      ],
      quorum: 4,
    });
    expect(contentProblems('version', sound, known)).toEqual({});
    expect(contentProblems('version', content(), known)).toEqual({});
  });

  test.each([
    ['dataset', { kinds: ['model'] }, 'kinds'],
    ['access', { kinds: ['model'] }, 'kinds'],
    ['acceptance', { stages: ['deploy'] }, 'kinds'],
    ['version', { reviewers: [{ by: 'team_lead' }], quorum: 2 }, 'quorum'],
    ['version', { items: [item('a'), item('b', { control: 'none-such' })] }, 'items.1.control'],
    ['version', { reviewers: Array(2).fill({ by: 'person', userId: '01990000-0000-7000-8000-000000000001' }) }, 'reviewers.1'],
  ] as const)('of a %s: %o', (subject, given, field) => {
    expect(Object.keys(contentProblems(subject, content(given as Partial<TemplateContentInput>), known))).toEqual([field]);
  });
});
