import { describe, expect, it } from 'vitest';
import { checkCatalogue, splitReference } from './check.ts';
import type { CatalogueDraft } from './file.ts';

type Threat = CatalogueDraft['threats'][number];
type Control = CatalogueDraft['controls'][number];
type Framework = CatalogueDraft['frameworks'][number];

const words = { name: 'Name', summary: 'Summary.', description: 'Description.' };
const threat: Threat = {
  ...words,
  key: 'poisoning',
  affects: ['integrity'],
  likelihood: 3,
  applies: { dataset: ['collect', 'validate'] },
  references: ['atlas:AML.T0020'],
};
const control: Control = {
  ...words,
  key: 'signing',
  evidence: 'Evidence.',
  references: ['atlas:AML.M0013'],
  mitigates: [{ threat: 'poisoning', reduces: 'likelihood', strength: 2 }],
};
const framework: Framework = {
  key: 'atlas',
  name: 'ATLAS',
  edition: '1',
  publisher: 'MITRE',
  items: [
    { id: 'AML.T0020', name: 'Poison', group: 'A' },
    { id: 'AML.M0013', name: 'Sign', group: 'B' },
  ],
};

type Parts = { threats?: Threat[]; controls?: Control[]; frameworks?: Framework[] };
const made = ({ threats = [threat], controls = [control], frameworks = [framework] }: Parts): CatalogueDraft => ({
  version: 1,
  released: '2026-11-23',
  threats,
  controls,
  frameworks,
});
const messages = (parts: Parts) => checkCatalogue(made(parts)).map((problem) => problem.message);
const mitigating = (change: Partial<Control['mitigates'][number]>): Parts => ({
  controls: [control, { ...control, key: 'other', mitigates: [{ threat: 'poisoning', reduces: 'impact', strength: 1, ...change }] }],
});

const wrong: [string, Parts, string][] = [
  ['a threat given twice', { threats: [threat, threat] }, 'Threat poisoning stands in the catalogue more than once.'],
  ['a control given twice', { controls: [control, control] }, 'Control signing stands in the catalogue more than once.'],
  ['a framework given twice', { frameworks: [framework, framework] }, 'Framework atlas stands in the catalogue more than once.'],
  [
    'an item given twice',
    { frameworks: [{ ...framework, items: [...framework.items, { id: 'AML.T0020', name: 'Again', group: 'A' }] }] },
    'Framework atlas holds the item AML.T0020 more than once.',
  ],
  ['a framework without items', { frameworks: [framework, { ...framework, key: 'empty', items: [] }] }, 'Framework empty has no items.'],
  ['a threat without kinds', { threats: [{ ...threat, applies: {} }] }, 'Threat poisoning applies to no kind of asset.'],
  [
    'a threat without stages',
    { threats: [{ ...threat, applies: { dataset: [] } }] },
    'Threat poisoning applies to the kind dataset at no stage.',
  ],
  [
    'an unknown kind',
    { threats: [{ ...threat, applies: { ...threat.applies, prompt: ['deploy'] } }] },
    'Threat poisoning applies to the kind prompt, which Gatehouse does not know.',
  ],
  [
    'an unknown stage',
    { threats: [{ ...threat, applies: { dataset: ['collect', 'train'] } }] },
    'Threat poisoning applies at the stage train, which Gatehouse does not know.',
  ],
  [
    'a stage given twice',
    { threats: [{ ...threat, applies: { dataset: ['collect', 'collect'] } }] },
    'Threat poisoning names the stage collect of the kind dataset more than once.',
  ],
  [
    'an unknown harm',
    { threats: [{ ...threat, affects: ['privacy'] }] },
    'Threat poisoning affects privacy, which Gatehouse does not know.',
  ],
  [
    'a harm given twice',
    { threats: [{ ...threat, affects: ['integrity', 'integrity'] }] },
    'Threat poisoning names integrity more than once among what it affects.',
  ],
  ['a threat without a control', { threats: [threat, { ...threat, key: 'theft' }] }, 'Threat theft has no control that reduces it.'],
  [
    'an item that the framework does not hold',
    { threats: [{ ...threat, references: ['atlas:AML.T9999'] }] },
    'Threat poisoning refers to AML.T9999, which framework atlas does not hold.',
  ],
  [
    'an unknown framework',
    { controls: [{ ...control, references: ['atlass:AML.M0013'] }] },
    'Control signing refers to framework atlass, which the catalogue does not have.',
  ],
  [
    'a reference given twice',
    { controls: [{ ...control, references: ['atlas:AML.M0013', 'atlas:AML.M0013'] }] },
    'Control signing refers to atlas:AML.M0013 more than once.',
  ],
  [
    'a control that mitigates nothing',
    { controls: [control, { ...control, key: 'idle', mitigates: [] }] },
    'Control idle mitigates nothing.',
  ],
  ['a misspelt threat', mitigating({ threat: 'poisonin' }), 'Control other refers to threat poisonin, which the catalogue does not have.'],
  [
    'an unknown reduction',
    mitigating({ reduces: 'cost' }),
    'Control other reduces the cost of threat poisoning, which Gatehouse does not know.',
  ],
  ['a mitigation at no stage', mitigating({ stages: [] }), 'Control other mitigates threat poisoning at no stage.'],
  [
    'a mitigation at an unknown stage',
    mitigating({ stages: ['train'] }),
    'Control other mitigates threat poisoning at the stage train, which Gatehouse does not know.',
  ],
  [
    'a mitigation where the threat does not apply',
    mitigating({ stages: ['collect', 'monitor'] }),
    'Control other mitigates threat poisoning at the stage monitor, where that threat does not apply.',
  ],
];

describe('a catalogue whose parts fit', () => {
  it('has no problems', () => {
    expect(checkCatalogue(made({}))).toEqual([]);
  });
});

describe('a wrong catalogue', () => {
  it.each(wrong)('is told of %s, and of nothing else', (_what, parts, message) => {
    expect(messages(parts)).toEqual([message]);
  });

  it('is told that one control reduces a threat twice, be it by likelihood and by impact', () => {
    const twice: Control['mitigates'] = [
      { threat: 'poisoning', reduces: 'likelihood', strength: 2, stages: ['collect'] },
      { threat: 'poisoning', reduces: 'impact', strength: 1, stages: ['validate'] },
    ];
    expect(messages({ controls: [{ ...control, mitigates: twice }] })).toEqual([
      'Control signing reduces threat poisoning more than once.',
    ]);
  });

  it('is told of everything at once, with the part and the key of each', () => {
    const problems = checkCatalogue(
      made({ threats: [{ ...threat, applies: {} }], controls: [{ ...control, references: ['atlas:AML.M0099', 'iso:A.1'] }] }),
    );
    expect(problems.map(({ part, key }) => [part, key])).toEqual([
      ['threat', 'poisoning'],
      ['control', 'signing'],
      ['control', 'signing'],
    ]);
  });
});

it('splits a reference at its first colon', () => {
  expect(splitReference('nist-ai-rmf:MEASURE 2.7')).toEqual(['nist-ai-rmf', 'MEASURE 2.7']);
  expect(splitReference('own:part:2')).toEqual(['own', 'part:2']);
});
