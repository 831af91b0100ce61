import { describe, expect, it } from 'vitest';
import { type Kind, kinds, type Stage, stages } from '#lib/assets/rules.ts';
import { checkCatalogue } from './check.ts';
import { builtInCatalogue, readCatalogue } from './data.ts';
import type { CatalogueThreat } from './file.ts';

const catalogue = builtInCatalogue();
const at = (kind: Kind, stage: Stage) => catalogue.threats.filter((threat) => threat.applies[kind]?.includes(stage)).map(({ key }) => key);
const placesOf = (threat: CatalogueThreat) => [...new Set(Object.values(threat.applies).flat())];

/** What is worried about most, by kind, written by hand from the design; each must be a threat to that kind. */
const concerns: Record<Kind, string[]> = {
  dataset: ['training-data-poisoning', 'unauthorised-data-access'],
  model: ['model-theft', 'model-extraction', 'model-tampering', 'malicious-model-artifact'],
  pipeline: ['unauthorised-code-change', 'compromised-dependency'],
  infrastructure: ['cloud-misconfiguration', 'host-compromise', 'exposed-endpoint'],
  repository: ['unauthorised-registry-change', 'upstream-masquerading'],
};

describe('the built-in catalogue', () => {
  it('has no problems, and the size that was meant', () => {
    expect(checkCatalogue(catalogue)).toEqual([]);
    expect(catalogue.threats.length).toBeGreaterThanOrEqual(28);
    expect(catalogue.threats.length).toBeLessThanOrEqual(36);
    expect(catalogue.controls.length).toBeGreaterThanOrEqual(36);
    expect(catalogue.controls.length).toBeLessThanOrEqual(46);
  });

  it.each(kinds)('covers the concerns of a %s', (kind) => {
    const keys = new Set(stages.flatMap((stage) => at(kind, stage)));
    expect(concerns[kind].filter((key) => !keys.has(key))).toEqual([]);
  });

  it.each(kinds)('keeps the register of a %s readable', (kind) => {
    const pairs = stages.flatMap((stage) => at(kind, stage));
    expect(pairs.length).toBeGreaterThanOrEqual(9);
    expect(pairs.length).toBeLessThanOrEqual(16);
  });

  it.each(stages)('has several threats at the stage %s', (stage) => {
    expect(new Set(kinds.flatMap((kind) => at(kind, stage))).size).toBeGreaterThanOrEqual(4);
  });

  it('tells likely threats from rare ones', () => {
    const likelihoods = new Set(catalogue.threats.map((threat) => threat.likelihood));
    expect(likelihoods.size).toBeGreaterThanOrEqual(3);
  });

  it.each(catalogue.threats)('can bring $key down, wherever it applies', (threat) => {
    for (const stage of placesOf(threat)) {
      const effects = catalogue.controls.flatMap((control) =>
        control.mitigates
          .filter((each) => each.threat === threat.key && (!each.stages || each.stages.includes(stage)))
          .map((each) => ({ ...each, control: control.key })),
      );
      const most = (reduces: string) =>
        Math.min(
          3,
          effects.filter((each) => each.reduces === reduces).reduce((sum, each) => sum + each.strength, 0),
        );
      const left = Math.max(1, threat.likelihood - most('likelihood')) * Math.max(1, 5 - most('impact'));
      expect(new Set(effects.map((each) => each.control)).size, stage).toBeGreaterThanOrEqual(2);
      expect(left, `${stage}: at most the lower end of medium, on an asset of the highest criticality`).toBeLessThanOrEqual(5);
    }
  });

  it('gives every threat a technique or risk that others know, and every control a duty that it serves', () => {
    const without = (references: string[], frameworks: RegExp) => !references.some((reference) => frameworks.test(reference));
    expect(catalogue.threats.filter((each) => without(each.references, /^(atlas|cosai):/))).toEqual([]);
    expect(catalogue.controls.filter((each) => without(each.references, /^(nist-ai-rmf|iso-42001|eu-ai-act):/))).toEqual([]);
  });

  it('says nothing twice', () => {
    const texts = [...catalogue.threats, ...catalogue.controls].flatMap((each) => [each.name, each.summary, each.description]);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('is written in whole sentences, two to four to a description', () => {
    const entries = [...catalogue.threats, ...catalogue.controls];
    const wrong = entries.filter(({ summary, description }) => {
      const sentences = description.match(/[.?!](?=\s|$)/g)?.length ?? 0;
      return !summary.endsWith('.') || sentences < 2 || sentences > 4;
    });
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });
});

describe('reading a catalogue', () => {
  it('names a wrong reference and refuses the catalogue', () => {
    const [first, ...rest] = catalogue.threats;
    const wrong = { ...catalogue, threats: [{ ...first, references: ['atlas:AML.T9999'] }, ...rest] };
    expect(() => readCatalogue(wrong)).toThrow(`Threat ${first?.key} refers to AML.T9999, which framework atlas does not hold.`);
  });

  it('refuses a field that it does not know', () => {
    expect(() => readCatalogue({ ...catalogue, colour: 'red' })).toThrow('colour');
  });

  it('reads back what it gave', () => {
    expect(readCatalogue(JSON.parse(JSON.stringify(catalogue)))).toEqual(catalogue);
  });
});
