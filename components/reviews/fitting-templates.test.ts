import { expect, test } from 'vitest';
import { fittingTemplates, type OfferedTemplate } from './fitting-templates.ts';

const template = (key: string, more: Partial<OfferedTemplate>): OfferedTemplate => ({
  ...{
    key,
    subject: 'version',
    name: key,
    description: '',
    kinds: [],
    stages: [],
    questions: 1,
    quorum: 1,
    namesReviewers: false,
    days: 5,
    validityDays: 180,
  },
  ...more,
});
const any = template('any', {});
const models = template('models', { kinds: ['model'] });
const release = template('release', { kinds: ['model'], stages: ['deploy'] });
const datasets = template('datasets', { subject: 'dataset', kinds: ['dataset'] });
const all = [any, datasets, models, release];
const keys = (found: readonly OfferedTemplate[]) => found.map(({ key }) => key);

test('what fits the subject, kind and stage is offered, what names them first', () => {
  expect(keys(fittingTemplates(all, { subject: 'version', kind: 'model', stage: 'deploy' }))).toEqual(['release', 'models', 'any']);
  expect(keys(fittingTemplates(all, { subject: 'version', kind: 'model', stage: 'develop' }))).toEqual(['models', 'any']);
  expect(keys(fittingTemplates(all, { subject: 'version', kind: 'pipeline', stage: 'deploy' }))).toEqual(['any']);
  expect(keys(fittingTemplates(all, { subject: 'dataset', kind: 'dataset', stage: 'collect' }))).toEqual(['datasets']);
  expect(fittingTemplates(all, { subject: 'access', kind: null, stage: null })).toEqual([]);
});
