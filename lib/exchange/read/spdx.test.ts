import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesOf, collect, recordsOf, refusalOf, summaryOf } from '../fixtures/streams.ts';
import { readSpdx } from './spdx.ts';

const fixture = readFileSync(new URL('../fixtures/credit-model.spdx.json', import.meta.url));
const document = (...elements: object[]) =>
  JSON.stringify({ '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': elements });

describe('a SPDX document', () => {
  it('gives models and datasets with their relations, though these come first', async () => {
    const records = recordsOf(await collect(readSpdx(bytesOf(fixture))));
    expect(
      records.map(({ kind, key, relations, versions }) => [
        kind,
        key,
        versions[0]?.label,
        relations.map(({ relation, target }) => `${relation} ${target}`),
      ]),
    ).toEqual([
      ['model', 'mlflow/credit-limit', '5.0', ['trained_on urn:data', 'evaluated_on urn:data', 'derived_from urn:base']],
      ['model', 'base', 'unversioned', []],
      ['dataset', 'applications', '2026-02-01', []],
    ]);
    expect(records[2]).toMatchObject({ dataClass: 'confidential', versions: [{ metadata: { datasetCard: { datasetSize: 120000 } } }] });
  });

  it('gives a model card in the same shape as CycloneDX does, agents and licences by name', async () => {
    const [model] = recordsOf(await collect(readSpdx(bytesOf(fixture))));
    expect(model?.versions[0]).toMatchObject({
      purl: 'pkg:mlflow/credit-limit@5.0',
      location: 'https://models.example.com/credit',
      provenance: {
        suppliedBy: [{ id: 'urn:ada', name: 'Ada' }],
        creationInfo: { created: '2026-03-01T00:00:00Z', createdBy: [{ name: 'Ada' }] },
      },
      metadata: {
        hashes: [{ alg: 'SHA-256', content: '5dd4d822cab3e20099239bc9d433d587ae3ce00e084d191079dd30b38380b336' }],
        licenses: [{ relationship: 'hasDeclaredLicense', license: { id: 'MIT' } }],
        modelCard: {
          modelParameters: { task: 'credit', modelArchitecture: 'GBM', hyperparameters: [{ name: 'depth', value: '6' }] },
          quantitativeAnalysis: { performanceMetrics: [{ type: 'AUC', value: '0.81' }] },
          considerations: { technicalLimitations: ['Not for companies'] },
          other: { autonomyType: 'no' },
        },
        components: [{ name: 'lightgbm' }, { name: 'train.py' }],
      },
    });
  });

  it('keeps elements of hostile types as facts and nothing else', async () => {
    const creation = { type: 'CreationInfo', '@id': '_:c', specVersion: '3.0.1' };
    const readings = await collect(
      readSpdx(
        bytesOf(document(creation, { type: '__proto__', spdxId: 'x', polluted: true }, { type: 'constructor' }, { spdxId: 'untyped' })),
      ),
    );
    expect(Object.keys(summaryOf(readings).facts)).toEqual(
      expect.arrayContaining(['CreationInfo', '(__proto__)', 'constructor', 'element']),
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    [document({ type: 'CreationInfo', specVersion: '2.3' }), 'This is SPDX 2.3: version 3.0.1 (JSON-LD) is read.'],
    [document(), 'This SPDX document holds no CreationInfo with a specVersion; version 3.0.1 (JSON-LD with "@graph") is read.'],
    ['{"@graph":[]}', 'This JSON does not name the SPDX 3 context ("@context").'],
  ])('refuses %s', async (text, message) => {
    expect(await refusalOf(readSpdx(bytesOf(text)))).toBe(message);
  });
});
