import { call } from '@orpc/server';
import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makePerson, makeServiceActor, makeTeam } from '#lib/access/testing.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { TemplateContent, type TemplateContentInput } from '../schema.ts';
import { makeReview } from '../testing.ts';
import { type BuiltInTemplate, builtInTemplates, contentOf } from './built-in/schema.ts';
import { editTemplate, takeNewer } from './commands.ts';
import { templateOperations as operations } from './procedures.ts';
import { getTemplate, listTemplates } from './queries.ts';
import type { TemplateListInput } from './schema.ts';

let security: Actor;
let lead: Actor;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const act = () => ({ actorId: security.id, requestId: newId(), operationId: newId() });
const base: TemplateContentInput = {
  name: 'Vendor model (EU)',
  items: [
    { id: 'contract', question: 'Is there a contract?', evidence: 'required', control: 'supplier-security-terms' },
    { id: 'scan', question: 'Was it scanned?' },
  ],
  reviewers: [{ by: 'team_lead' }, { by: 'organisation_role', role: 'security' }],
  quorum: 2,
};
const content = (given: Partial<TemplateContentInput> = {}) => TemplateContent.parse({ ...base, ...given });
const add = (given: Partial<TemplateContentInput> = {}, more: object = {}) =>
  call(operations.add, { subject: 'version', content: content(given), ...more }, as(security));
const eventsOf = async (key: string) =>
  (await owner.query("SELECT event, before, after FROM audit_events WHERE after ->> 'key' = $1 ORDER BY id", [key])).rows;

beforeAll(async () => {
  security = await makeOrganisationActor('security');
  lead = await makeActor([await makeTeam(), 'lead']);
});

describe('a template of one’s own', () => {
  test('is added with a key from its name, and the event of it', async () => {
    const made = await add();
    expect(made).toEqual({ key: 'vendor-model-eu', number: 1, version: 1 });
    expect((await add()).key).toBe('vendor-model-eu-2');
    const found = await call(operations.get, { key: made.key }, as(lead));
    expect(found).toMatchObject({ builtIn: false, enabled: true, edited: false, newer: null, number: 1, content: content() });
    expect(found.names).toMatchObject({ 'supplier-security-terms': 'Supplier security terms', security: 'Security' });
    expect(found.versions).toMatchObject([{ number: 1, createdBy: { id: security.id }, shipped: false, reviews: 0 }]);
    const [event] = await eventsOf(made.key);
    expect(event).toMatchObject({ event: 'template.added', after: { questions: ['Is there a contract?', 'Was it scanned?'], quorum: 2 } });
  });

  test('may copy another, which has to be there; a key is taken once', async () => {
    const { key } = await add({ name: 'Copied' }, { copyOf: 'model-release' });
    expect((await eventsOf(key))[0]?.after.copyOf).toBe('model-release');
    await expect(add({}, { copyOf: 'no-such-template' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(add({}, { key: 'model-release' })).rejects.toMatchObject({
      code: 'conflict',
      details: { fields: { key: expect.any(String) } },
    });
  });

  test('names each question, reviewer and field that is wrong, and nothing of it is kept', async () => {
    const gone = await makePerson({ status: 'deactivated' });
    const items = [
      { id: 'same', question: 'Is it so?' },
      { id: 'same', question: 'is it so?', control: 'no-such-control' },
    ];
    const reviewers = [
      { by: 'person', userId: gone.id },
      { by: 'role', role: 'viewer' },
      { by: 'organisation_role', role: 'lead' },
    ] as const;
    const wrong = add({ name: 'Wrong one', items, reviewers: [...reviewers], quorum: 4 });
    await expect(wrong).rejects.toMatchObject({
      code: 'invalid',
      details: {
        fields: {
          'content.items.1.id': expect.stringContaining('Question 2'),
          'content.items.1.question': expect.stringContaining('twice'),
          'content.items.1.control': expect.stringContaining('no-such-control'),
          'content.reviewers.0': expect.stringContaining('nobody who can be asked'),
          'content.reviewers.1': expect.stringContaining('role of a team'),
          'content.reviewers.2': expect.stringContaining('organisation'),
          'content.quorum': expect.stringContaining('4 people cannot approve'),
        },
      },
    });
    await expect(add({ kinds: ['model'] }, { subject: 'dataset' })).rejects.toMatchObject({
      details: { fields: { 'content.kinds': expect.any(String) } },
    });
    expect((await owner.query("SELECT FROM review_templates WHERE key LIKE 'wrong%'")).rowCount).toBe(0);
  });

  test('is for those who manage templates; a service account among them', async () => {
    await expect(call(operations.add, { subject: 'version', content: base }, as(lead))).rejects.toMatchObject({ code: 'forbidden' });
    const service = await makeServiceActor(await makeTeam());
    await expect(call(operations.edit, { key: 'model-release', version: 1, content: base }, as(service))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('an edit', () => {
  test('is the next number, told by what differs; the same content changes nothing', async () => {
    const { key } = await add({ name: 'Edited' });
    const after = content({
      name: 'Edited',
      days: 9,
      items: [
        { id: 'scan', question: 'Was every file scanned?' },
        { id: 'new', question: 'Is it new?' },
      ],
    });
    expect(await call(operations.edit, { key, version: 1, content: after }, as(security))).toEqual({ key, number: 2, version: 2 });
    expect(await call(operations.edit, { key, version: 2, content: after }, as(security))).toEqual({ key, number: 2, version: 2 });
    const [, event, ...others] = await eventsOf(key);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      event: 'template.edited',
      before: { days: 5, number: 1, 'question scan': { question: 'Was it scanned?' }, 'question new': null },
      after: { days: 9, number: 2, 'question scan': { question: 'Was every file scanned?' }, 'question contract': null },
    });
    const compared = await call(operations.compare, { key, from: 1, to: 2 }, as(lead));
    expect(compared.fields).toEqual([{ field: 'days', before: 5, after: 9 }]);
    expect(compared.items.map(({ id, what }) => `${id} ${what}`)).toEqual(['scan changed', 'new added', 'contract removed']);
    await expect(call(operations.compare, { key, from: 1, to: 3 }, as(lead))).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of what somebody else changed is a conflict that shows both; one of nothing is not found', async () => {
    const { key } = await add({ name: 'Raced' });
    await call(operations.edit, { key, version: 1, content: content({ name: 'Raced', quorum: 1 }) }, as(security));
    await expect(call(operations.edit, { key, version: 1, content: content() }, as(security))).rejects.toMatchObject({
      code: 'conflict',
      details: { current: { version: 2, number: 2, quorum: 1 } },
    });
    await expect(call(operations.edit, { key: 'nothing', version: 1, content: content() }, as(security))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('leaves reviews that began as they began', async () => {
    const { key } = await add({ name: 'Begun' });
    const team = await makeTeam();
    const asset = await makeAsset(team);
    const review = await makeReview(asset, { template: { key, number: 1, content: content() } });
    await call(operations.edit, { key, version: 1, content: content({ name: 'Begun', quorum: 1 }) }, as(security));
    expect((await owner.query('SELECT template_number FROM reviews WHERE id = $1', [review.id])).rows).toEqual([{ template_number: 1 }]);
    const seen = await call(operations.get, { key, number: 1 }, as(security));
    expect(seen).toMatchObject({ number: 1, current: 2, content: { quorum: 2 }, uses: { open: 1 } });
    expect(seen.versions.map(({ number, reviews }) => [number, reviews])).toEqual([
      [2, 0],
      [1, 1],
    ]);
    expect((await call(operations.get, { key }, as(lead))).uses.open, 'of another team’s').toBe(0);
    await expect(owner.query("UPDATE review_template_versions SET content = '{}' WHERE template = $1", [key])).rejects.toThrow();
  });
});

test('a template is switched off and on, each told; twice is once', async () => {
  const { key } = await add({ name: 'Switched' });
  expect((await call(operations.switch, { key, version: 1, enabled: false }, as(security))).version).toBe(2);
  expect((await call(operations.switch, { key, version: 2, enabled: false }, as(security))).version).toBe(2);
  await expect(call(operations.switch, { key, version: 1, enabled: true }, as(security))).rejects.toMatchObject({ code: 'conflict' });
  await call(operations.switch, { key, version: 2, enabled: true }, as(security));
  expect((await eventsOf(key)).map(({ event }) => event)).toEqual(['template.added', 'template.switched_off', 'template.switched_on']);
});

describe('a newer built-in version', () => {
  const key = 'labelling-quality';
  const built = builtInTemplates();
  const newer = (given: Partial<BuiltInTemplate>): BuiltInTemplate[] =>
    built.map((each) => (each.key === key ? { ...each, ...given } : each));

  test('is offered, not forced over edits, and taken as the next number', async () => {
    const [own] = newer({}).filter((each) => each.key === key);
    if (!own) throw new Error('There is no such template.');
    const offered = newer({ days: 6 });
    expect((await getTemplate(security, { key }, built)).newer).toBeNull();
    await editTemplate(security, act(), { key, version: 1, content: { ...contentOf(own), quorum: 1, name: 'Our labels' } });
    expect(await getTemplate(security, { key }, built)).toMatchObject({ edited: true, newer: null });
    expect(await getTemplate(security, { key }, offered)).toMatchObject({ content: { name: 'Our labels' }, newer: { days: 6 } });
    const listed = await listTemplates(security, { sort: 'name' }, offered);
    expect(listed.filter((row) => row.newer).map((row) => row.key)).toEqual([key]);
    expect(await takeNewer(security, act(), { key, version: 2 }, offered)).toEqual({ key, number: 3, version: 3 });
    expect(await getTemplate(security, { key }, offered)).toMatchObject({ edited: false, newer: null, content: { days: 6 } });
    expect((await eventsOf(key)).map(({ event }) => event)).toEqual(['template.edited', 'template.updated']);
    await expect(takeNewer(security, act(), { key, version: 3 }, offered)).rejects.toMatchObject({ code: 'conflict' });
  });
});

test('the list finds by words, subject, kind, stage, state and origin', async () => {
  const list = async (input: z.input<typeof TemplateListInput>) =>
    (await call(operations.list, input, as(lead))).templates.map((row) => row.key);
  expect((await list({})).length).toBeGreaterThanOrEqual(24);
  expect(await list({ q: 'branch prot' })).toEqual(['repository-branch-protection']);
  expect(await list({ subject: 'access,acceptance' })).toEqual(['access-recertification', 'risk-acceptance']);
  expect(await list({ kind: 'pipeline', subject: 'change', origin: 'built-in' })).toEqual(['pipeline-change']);
  expect(await list({ subject: 'transition', stage: 'monitor' })).toEqual(['stage-monitor']);
  expect(await list({ state: 'off' })).toEqual([]);
});
