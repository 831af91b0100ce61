import { describe, expect, test } from 'vitest';
import { organisationRoles, teamRoles } from '#lib/access/permissions.ts';
import { kinds, stages } from '#lib/assets/rules.ts';
import { builtInCatalogue } from '#lib/risks/catalogue/data.ts';
import { builtInPolicies, policySubjects } from '../../policies/rules.ts';
import { subjects } from '../../rules.ts';
import { builtInTemplates } from './schema.ts';

const templates = builtInTemplates();
const catalogue = builtInCatalogue();
const controls = new Map(catalogue.controls.map((control) => [control.key, control]));
const repeated = (values: readonly string[]) => values.filter((value, at) => values.indexOf(value) !== at);

test('there are about twenty, each with a key, a name and a subject of its own kind', () => {
  expect(templates.length).toBeGreaterThanOrEqual(20);
  expect(repeated(templates.map(({ key }) => key))).toEqual([]);
  expect(repeated(templates.map(({ name }) => name))).toEqual([]);
  expect(new Set(templates.map(({ subject }) => subject))).toEqual(new Set(subjects));
});

test('every kind of asset has one of its own, every stage that is gone on to a transition', () => {
  for (const kind of kinds) expect(templates.some((each) => each.kinds.includes(kind) && each.kinds.length <= 2)).toBe(true);
  const reached = templates.filter(({ subject }) => subject === 'transition').flatMap((each) => each.stages);
  expect(reached).toEqual(stages.filter((stage) => stage !== 'collect' && stage !== 'change'));
});

describe.each(templates.map((template) => [template.key, template] as const))('%s', (_, template) => {
  test('asks each question once, in words that end as a question, and says how to look', () => {
    expect(template.items.length).toBeGreaterThanOrEqual(5);
    expect(repeated(template.items.map(({ id }) => id))).toEqual([]);
    expect(repeated(template.items.map(({ question }) => question))).toEqual([]);
    for (const { question, guidance } of template.items) {
      expect(question).toMatch(/^[A-Z].*\?$/);
      expect(guidance.length).toBeGreaterThan(15);
      expect(guidance).toMatch(/[.?]$/);
      expect(`${question} ${guidance}`).not.toMatch(/ {2}|["']\w|\b(TODO|utili[sz]e|leverage|robustly|ensure that)\b/);
    }
    expect(template.items.some(({ required }) => required)).toBe(true);
  });

  test('verifies controls of the catalogue, that bear on assets of its kinds', () => {
    for (const { control } of template.items.filter((item) => item.control !== null)) {
      const entry = controls.get(control ?? '');
      expect(entry, `${control} is no control`).toBeDefined();
      const touched = new Set(
        entry?.mitigates.flatMap(({ threat }) => Object.keys(catalogue.threats.find(({ key }) => key === threat)?.applies ?? {})),
      );
      const aimed = template.kinds.length > 0 ? template.kinds : kinds;
      expect(
        aimed.some((kind) => touched.has(kind)),
        `${control} reduces nothing of ${aimed.join(', ')}`,
      ).toBe(true);
    }
  });

  test('names reviewers that there are, enough of them, and times that can be kept', () => {
    expect(template.reviewers.length).toBeGreaterThanOrEqual(template.quorum);
    for (const reviewer of template.reviewers) {
      expect(reviewer.by).not.toBe('person');
      if (reviewer.by === 'role') expect(teamRoles).toContain(reviewer.role);
      if (reviewer.by === 'organisation_role') expect(organisationRoles).toContain(reviewer.role);
    }
    expect(template.days).toBeLessThanOrEqual(10);
    expect(template.validityDays).toBeGreaterThanOrEqual(90);
  });
});

test('the built-in policies ask by built-in templates that they can ask by, for kinds and stages that these fit', () => {
  expect(repeated(builtInPolicies.map(({ id }) => id))).toEqual([]);
  for (const policy of builtInPolicies) {
    if (policy.template === null) {
      expect(policy.trigger).toBe('approval.stale');
      continue;
    }
    const template = templates.find(({ key }) => key === policy.template);
    expect(template, `${policy.template} is no template`).toBeDefined();
    expect(policySubjects).toContain(template?.subject);
    if (template && template.kinds.length > 0) for (const kind of policy.kinds) expect(template.kinds).toContain(kind);
    if (template && template.stages.length > 0) for (const stage of policy.stages) expect(template.stages).toContain(stage);
    expect(policy.kinds.length === 0).toBe(template?.kinds.length === 0);
  }
});
