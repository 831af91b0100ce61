import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { builtInCatalogue } from './data.ts';
import { readThreatMap } from './threat-map-testing.ts';

/** Others' files, read where they are present; what they say stays theirs, and only ids and names are compared. */
const folder = '../shared/reference/';
const present = (...files: string[]) => files.map((file) => folder + file).filter(existsSync);

const catalogue = builtInCatalogue();
const itemsOf = (framework: string) => catalogue.frameworks.find(({ key }) => key === framework)?.items ?? [];
const namesOf = (framework: string, of: RegExp) =>
  Object.fromEntries(
    itemsOf(framework)
      .filter(({ id }) => of.test(id))
      .map(({ id, name }) => [id, name]),
  );
const Named = z.object({ id: z.string(), name: z.string() });
const Titled = z.object({ id: z.string(), title: z.string() });
const names = (entries: z.infer<typeof Named>[]) => Object.fromEntries(entries.map(({ id, name }) => [id, name]));
const titles = (entries: z.infer<typeof Titled>[]) => Object.fromEntries(entries.map(({ id, title }) => [id, title]));

describe('references', () => {
  it('look like the ids of their framework', () => {
    const forms: Record<string, RegExp> = {
      atlas: /^AML\.(T\d{4}(\.\d{3})?|M\d{4})$/,
      cosai: /^(risk|control)[A-Z]\w+$/,
      'eu-ai-act': /^Article \d+$/,
      'iso-42001': /^A\.\d+(\.\d+){0,2}$/,
      'nist-ai-100-2': /^NISTAML\.\d{2,3}$/,
      'nist-ai-rmf': /^(GOVERN|MAP|MEASURE|MANAGE)( \d(\.\d+)?)?$/,
      'owasp-llm-2026': /^LLM\d{2}$/,
      'owasp-ml-2023': /^ML\d{2}$/,
      'slsa-1.2': /^(Build|Source) L[0-4]$/,
    };
    expect(Object.keys(forms)).toEqual(catalogue.frameworks.map(({ key }) => key).sort());
    const strange = catalogue.frameworks.flatMap(({ key, items }) => items.filter(({ id }) => !forms[key]?.test(id)));
    expect(strange).toEqual([]);
  });
});

describe.each(present('ATLAS.yaml'))('MITRE ATLAS of %s', (path) => {
  const Tactics = z.array(z.string()).optional();
  const Technique = Named.extend({ tactics: Tactics, 'subtechnique-of': z.string().optional() });
  const Matrix = z.object({ tactics: z.array(Named), techniques: z.array(Technique), mitigations: z.array(Named) });
  const atlas = z.object({ version: z.string(), matrices: z.tuple([Matrix]) }).parse(parse(readFileSync(path, 'utf8')));
  const [matrix] = atlas.matrices;

  it('is the edition that the catalogue names', () => {
    expect(catalogue.frameworks.find(({ key }) => key === 'atlas')?.edition).toBe(atlas.version);
  });

  it('has these techniques under these names, all of them', () => {
    expect(matrix.techniques.length).toBeGreaterThan(150);
    expect(namesOf('atlas', /^AML\.T/)).toEqual(names(matrix.techniques));
  });

  it('has these mitigations under these names, all of them', () => {
    expect(matrix.mitigations.length).toBeGreaterThan(30);
    expect(namesOf('atlas', /^AML\.M/)).toEqual(names(matrix.mitigations));
  });

  it('has these techniques under these tactics, the first where there are several', () => {
    const tactic = names(matrix.tactics);
    const techniques = new Map(matrix.techniques.map((technique) => [technique.id, technique]));
    const groups = matrix.techniques.map((technique) => {
      const [first = ''] = (technique.tactics ?? techniques.get(technique['subtechnique-of'] ?? '')?.tactics) || [];
      return [technique.id, tactic[first]];
    });
    expect(Object.fromEntries(itemsOf('atlas').map(({ id, group }) => [id, group]))).toMatchObject(Object.fromEntries(groups));
  });
});

describe.each(present('cosai-risks.yaml'))('the CoSAI risks of %s', (path) => {
  it('are these, under these titles', () => {
    const { risks } = z.object({ risks: z.array(Titled) }).parse(parse(readFileSync(path, 'utf8')));
    expect(risks.length).toBeGreaterThan(30);
    expect(namesOf('cosai', /^risk/)).toEqual(titles(risks));
  });
});

describe.each(present('cosai-controls.yaml'))('the CoSAI controls of %s', (path) => {
  it('are these, under these titles', () => {
    const { controls } = z.object({ controls: z.array(Titled) }).parse(parse(readFileSync(path, 'utf8')));
    expect(controls.length).toBeGreaterThan(30);
    expect(namesOf('cosai', /^control/)).toEqual(titles(controls));
  });
});

const rows = present('threat-map.md').flatMap((path) => readThreatMap(readFileSync(path, 'utf8')));

describe.each(present('threat-map.md'))('the threat map of %s', (path) => {
  it('has its rows', () => {
    expect(rows.length).toBeGreaterThanOrEqual(7);
  });

  it.each(['owasp-ml-2023', 'owasp-llm-2026'])('names the ten of %s as the catalogue does', (framework) => {
    const text = readFileSync(path, 'utf8').replace(/\s+/g, ' ');
    const items = itemsOf(framework).map(({ id, name }) => `${id.replace('LLM', '')} ${name}`);
    expect(items.length).toBe(10);
    expect(items.filter((item) => !text.includes(item))).toEqual([]);
  });

  it.each(rows)('$kind · $threat: every technique, risk and stage is met by a threat of that kind', (row) => {
    const here = catalogue.threats.filter((threat) => threat.applies[row.kind as Kind]);
    const techniques = new Set(row.threats.filter((reference) => reference.startsWith('atlas:')));
    const covering = here.filter((threat) => threat.references.some((reference) => techniques.has(reference)));
    const cited = new Set(here.flatMap((threat) => threat.references));
    const reached = new Set<Stage>(covering.flatMap((threat) => threat.applies[row.kind as Kind] ?? []));
    expect(row.threats.filter((reference) => !cited.has(reference))).toEqual([]);
    expect(row.stages.filter((stage) => !reached.has(stage))).toEqual([]);
  });

  it.each(rows)('$kind · $threat: every mitigation and duty is met by a control of those threats', (row) => {
    const keys = new Set(catalogue.threats.filter((threat) => threat.applies[row.kind as Kind]).map(({ key }) => key));
    const serving = catalogue.controls.filter((control) => control.mitigates.some(({ threat }) => keys.has(threat)));
    const cited = new Set(serving.flatMap((control) => control.references));
    const met = (reference: string) => cited.has(reference) || [...cited].some((each) => each.startsWith(`${reference}.`));
    expect(row.controls.length).toBeGreaterThan(3);
    expect(row.controls.filter((reference) => !met(reference))).toEqual([]);
  });
});
