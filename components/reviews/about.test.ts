import { expect, test } from 'vitest';
import { type About, aboutInput, nothingChosen, stageOf, subjectsFor } from './about.ts';

const asset = { id: 'a', name: 'Fraud scorer', kind: 'model', stage: 'develop', teamName: 'Risk' } as const;
const about = (more: Partial<About>): About => ({ ...nothingChosen, ...more });

test('what is chosen becomes what the API takes, and what is missing is said at its field', () => {
  expect(aboutInput(about({}))).toEqual({ lacks: { asset: 'Choose an asset.' } });
  expect(aboutInput(about({ asset }))).toEqual({ about: { subject: 'version', assetId: 'a' } });
  expect(aboutInput(about({ asset, versionId: 'v' }))).toEqual({ about: { subject: 'version', assetId: 'a', versionId: 'v' } });
  expect(aboutInput(about({ subject: 'transition', asset }))).toEqual({ lacks: { stage: 'Choose a stage.' } });
  expect(aboutInput(about({ subject: 'transition', asset, stage: 'deploy' }))).toEqual({
    about: { subject: 'transition', assetId: 'a', stage: 'deploy' },
  });
  expect(aboutInput(about({ subject: 'change', asset, versionId: 'v' }))).toHaveProperty('lacks.version');
  expect(aboutInput(about({ subject: 'change', asset, versionId: 'v', baseVersionId: 'v' }))).toHaveProperty('lacks.version');
  expect(aboutInput(about({ subject: 'access', team: { id: 't', name: 'T' } }))).toEqual({ lacks: { person: 'Choose a person.' } });
  // What the subject does not need is not sent.
  expect(aboutInput(about({ subject: 'acceptance', asset, acceptance: { id: 'c', name: 'C' } }))).toEqual({
    about: { subject: 'acceptance', acceptanceId: 'c' },
  });
});

test('a template’s stage is that of the transition, or where the asset stands', () => {
  expect(stageOf(about({ asset, stage: 'deploy' }))).toBe('develop');
  expect(stageOf(about({ asset, stage: 'deploy', subject: 'transition' }))).toBe('deploy');
  expect(subjectsFor('model')).not.toContain('dataset');
});
