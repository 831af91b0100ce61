import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesOf, collect, recordsOf, refusalOf, rejectionsOf, summaryOf } from '../fixtures/streams.ts';
import { limits } from '../rules.ts';
import type { ImportRecord } from '../schema.ts';
import type { BomOptions } from './bom-contents.ts';
import { readCycloneDx } from './cyclonedx.ts';

const fixture = readFileSync(new URL('../fixtures/fraud-system-1.7.cdx.json', import.meta.url));
const readFixture = (options?: BomOptions) => collect(readCycloneDx(bytesOf(fixture), options));
const bom = (members: object) => JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', ...members });
const read = (members: object, options?: BomOptions) => collect(readCycloneDx(bytesOf(bom(members)), options));
const arrows = (records: ImportRecord[]) =>
  records.flatMap(({ ref, relations }) => relations.map(({ relation, target }) => `${ref} ${relation} ${target}`)).sort();

describe('a CycloneDX bill of materials', () => {
  it('gives assets of every kind, each once, named readably', async () => {
    const records = recordsOf(await readFixture());
    expect(records.map(({ kind, key, name, versions }) => [kind, key, name, versions[0]?.label])).toEqual([
      ['infrastructure', 'fraud-desk', 'Fraud desk', '8.1'],
      ['model', 'huggingface/acme/card-fraud', 'Card fraud scoring', '2.4.0'],
      ['dataset', 'huggingface/acme/card-fraud-chargebacks', 'Chargebacks', 'unversioned'],
      ['model', 'huggingface/acme/base-scorer', 'Base scorer', '1.0'],
      ['dataset', 'payments.parquet', 'payments.parquet', 'unversioned'],
      ['infrastructure', 'scoring-cluster', 'Scoring cluster', 'unversioned'],
      ['pipeline', 'nightly-training', 'Nightly training', 'unversioned'],
    ]);
  });

  it('gives lineage from model card, pedigree, dependencies and formulation', async () => {
    expect(arrows(recordsOf(await readFixture()))).toEqual([
      'app built_by wf',
      'model-scoring deployed_to app',
      'model-scoring deployed_to cluster',
      'model-scoring derived_from pkg:huggingface/acme/base-scorer@1.0',
      'model-scoring trained_on components[0].modelCard.modelParameters.datasets[1]',
      'model-scoring trained_on data-payments',
    ]);
  });

  it('lists libraries with the asset that needs them, and what nobody needs with the main component', async () => {
    const records = recordsOf(await readFixture());
    const names = (ref: string) => {
      const listed = records.find((record) => record.ref === ref)?.versions[0]?.metadata.components;
      return Array.isArray(listed) ? listed.map(({ name }) => name) : [];
    };
    expect(names('model-scoring')).toEqual(['README.md', 'xgboost', 'numpy']);
    expect(names('app')).toEqual(['fastapi', 'unreached', 'rates']);
  });

  it('tells files, location, data class, tags, provenance and signature', async () => {
    const [, model, chargebacks] = recordsOf(await readFixture());
    expect(model).toMatchObject({
      originRef: 'pkg:huggingface/Acme/Card-Fraud@2.4.0',
      tags: ['fraud', 'gradient boosting'],
      versions: [
        {
          location: 'https://models.example.com/card-fraud/2.4.0',
          purl: 'pkg:huggingface/Acme/Card-Fraud@2.4.0',
          files: [{ path: 'model.json', sha256: 'c5b45806d970e809a5f376f9b8461b7ca3b3e0a321282d72d06d00ab6c6c418f', size: 1048576 }],
          provenance: {
            signature: 'unverified',
            supplier: { name: 'Acme models' },
            group: 'acme',
            document: { timestamp: '2026-05-04T09:30:00Z', lifecycles: [{ phase: 'build' }] },
          },
        },
      ],
    });
    expect(chargebacks).toMatchObject({ dataClass: 'confidential', versions: [{ location: 's3://chargebacks/2026' }] });
  });

  it('follows the mapping the person chose', async () => {
    const records = recordsOf(
      await readFixture({
        componentMapping: { platform: 'repository', application: 'component', service: 'infrastructure', workflow: 'component' },
      }),
    );
    expect(records.map((record) => [record.ref, record.kind])).toEqual(
      expect.arrayContaining([
        ['cluster', 'repository'],
        ['svc', 'infrastructure'],
      ]),
    );
    expect(records.some((record) => record.ref === 'app' || record.ref === 'wf')).toBe(false);
    expect(arrows(records)).toContain('model-scoring stored_in cluster');
  });

  it('says which types it met and what they became', async () => {
    expect(summaryOf(await readFixture({ componentMapping: { platform: 'repository' } })).componentTypes).toEqual({
      application: { target: 'infrastructure', count: 1 },
      data: { target: 'dataset', count: 1 },
      file: { target: 'component', count: 2 },
      framework: { target: 'component', count: 1 },
      library: { target: 'component', count: 3 },
      'machine-learning-model': { target: 'model', count: 1 },
      platform: { target: 'repository', count: 1 },
      service: { target: 'component', count: 1 },
      workflow: { target: 'pipeline', count: 1 },
    });
  });

  it('takes no mapping from the prototype', async () => {
    const readings = await read({
      components: [
        { type: 'constructor', name: 'a' },
        { type: '__proto__', name: 'b' },
      ],
    });
    expect(recordsOf(readings)).toEqual([]);
    expect(summaryOf(readings).facts.components).toHaveLength(2);
  });

  it('reads assets inside assets and inside libraries', async () => {
    const inner = { type: 'data', 'bom-ref': 'd', name: 'inner' };
    const records = recordsOf(
      await read({
        components: [{ type: 'library', name: 'l', components: [{ type: 'container', 'bom-ref': 'c', name: 'c', components: [inner] }] }],
      }),
    );
    expect(records.map((record) => record.ref)).toEqual(['c', 'd']);
  });

  it('copes with what is missing, doubled, dangling or of the wrong shape', async () => {
    const readings = await read({
      components: [
        { type: 'data', name: 'one' },
        { type: 'data', name: 'two', 'bom-ref': 'x' },
        { type: 'data', name: 'three', 'bom-ref': 'x' },
        7,
        {
          type: 'machine-learning-model',
          name: 5,
          version: {},
          'bom-ref': 'm',
          hashes: 'none',
          tags: [1, 'ok'],
          modelCard: { modelParameters: { datasets: [{ ref: 'gone' }, null] } },
        },
        { type: 'machine-learning-model', name: `n\u0000`, 'bom-ref': 'nul' },
      ],
      dependencies: [{ ref: 'm', dependsOn: ['x', 'm', 'nowhere'] }, { ref: 4 }, null],
    });
    expect(recordsOf(readings).map(({ ref, name, tags }) => [ref, name, tags])).toEqual([
      ['components[0]', 'one', undefined],
      ['x', 'two', undefined],
      ['components[2]', 'three', undefined],
      ['m', 'Unnamed', ['ok']],
    ]);
    expect(arrows(recordsOf(readings))).toEqual(['m trained_on x']);
    expect(rejectionsOf(readings)).toEqual([
      'components[3]: an object was expected',
      'components[5]: components[5].name holds text with a NUL or half a character in it',
      'dependencies[2]: an object was expected',
    ]);
    expect(summaryOf(readings).notes).toEqual([
      'components[2]: the bom-ref "x" is used twice or too long, so this asset goes by its place.',
      'components[4].modelCard.modelParameters.datasets[0]: m is trained_on "gone", which is no asset of this file.',
    ]);
  });

  it('shortens what is too long and keeps the whole of it', async () => {
    const [record] = recordsOf(
      await read({ components: [{ type: 'data', name: 'n'.repeat(300), description: 'd'.repeat(20_000), version: 'v'.repeat(200) }] }),
    );
    expect(record).toMatchObject({
      versions: [{ metadata: { name: 'n'.repeat(300), description: 'd'.repeat(20_000), version: 'v'.repeat(200) } }],
    });
    expect([record?.name.length, record?.description?.length, record?.versions[0]?.label.length]).toEqual([200, 10_000, 120]);
  });

  it.each([{ maxHeldRecords: 1 }, { maxHeldBytes: 40 }])('gives relations afterwards where records could not be held: %j', async (few) => {
    const options = { limits: { ...limits, ...few } };
    const readings = await read(
      {
        components: [
          { type: 'data', name: 'd', 'bom-ref': 'd' },
          { type: 'machine-learning-model', name: 'm', 'bom-ref': 'm' },
        ],
        dependencies: [{ ref: 'm', dependsOn: ['d'] }],
      },
      options,
    );
    expect(readings.map((reading) => ('relation' in reading ? reading.relation : Object.keys(reading)[1]))).toEqual([
      'record',
      'record',
      { from: 'm', relation: 'trained_on', target: 'd' },
      'summary',
    ]);
  });

  it.each([
    [{ specVersion: '1.3' }, 'This is CycloneDX 1.3: versions 1.5 to 1.7 are read.'],
    [{ specVersion: 2 }, 'This is CycloneDX of no stated version: versions 1.5 to 1.7 are read.'],
    [{ specVersion: undefined }, 'This is CycloneDX of no stated version: versions 1.5 to 1.7 are read.'],
    [{ bomFormat: 'Other' }, 'This JSON does not say "bomFormat": "CycloneDX".'],
  ])('refuses %j', async (members, message) => {
    expect(await refusalOf(readCycloneDx(bytesOf(bom({ components: [], ...members }))))).toBe(message);
  });
});
