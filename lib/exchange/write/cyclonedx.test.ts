import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inventory } from '../fixtures/arbitrary-assets.ts';
import { plainAsset, streamOf, textOfStream } from '../fixtures/streams.ts';
import type { ExportAsset } from '../schema.ts';
import { writeCycloneDx } from './cyclonedx.ts';

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
const options = { exportedAt: new Date('2026-11-22T12:00:00Z'), serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79' };
const written = (assets: ExportAsset[]) => textOfStream(writeCycloneDx(streamOf(assets), options));

const card = {
  modelParameters: {
    approach: { type: 'supervised' },
    task: 'scoring',
    inputs: [{ format: 'table' }],
    hyperparameters: [{ name: 'depth', value: 6 }],
  },
  quantitativeAnalysis: { performanceMetrics: [{ type: 'AUC', value: '0.97', confidenceInterval: { lowerBound: '0.96' }, other: 1 }] },
  considerations: { users: ['analysts'], ethicalConsiderations: [{ name: 'bias', mitigationStrategy: 'review' }], safetyRisk: 'low' },
};
const digest = 'c5b45806d970e809a5f376f9b8461b7ca3b3e0a321282d72d06d00ab6c6c418f';
const model: ExportAsset = {
  ...plainAsset,
  versions: [
    {
      label: '2.4.0',
      location: 'https://models.example.com/fraud?v=2',
      purl: 'pkg:generic/fraud@2.4.0',
      files: [{ path: 'model.bin', sha256: digest, size: 12 }],
      provenance: {},
      metadata: {
        modelCard: card,
        hashes: [
          { alg: 'SHA-256', content: digest },
          { alg: 'CRC', content: 'ff' },
        ],
        licenses: [{ license: { id: 'MIT' } }, { expression: 'A OR B' }],
      },
    },
  ],
  relations: [
    { relation: 'trained_on', target: 'risk/payments' },
    { relation: 'trained_on', target: 'risk/elsewhere' },
  ],
};
const dataset: ExportAsset = {
  ...plainAsset,
  kind: 'dataset',
  key: 'payments',
  name: 'Payments',
  versions: [{ label: '1', location: 's3://a b', purl: null, files: [], provenance: {}, metadata: {} }],
};

describe('the CycloneDX export', { timeout: 60_000 }, () => {
  it('is valid for a model with a card, a dataset, and all other kinds', async () => {
    const others = (['pipeline', 'infrastructure', 'repository'] as const).map((kind) => ({ ...plainAsset, kind, key: kind }));
    const text = await written([model, dataset, ...others]);
    expect(await validator.validate(text)).toBeNull();
    const bom = JSON.parse(text);
    expect(bom.components.map((component: { type: string }) => component.type)).toEqual([
      'machine-learning-model',
      'data',
      'application',
      'platform',
      'application',
    ]);
    expect(bom.components[0].modelCard.modelParameters.datasets).toEqual([{ ref: 'risk/payments' }, { ref: 'risk/elsewhere' }]);
    expect(bom.components[0].modelCard.quantitativeAnalysis.performanceMetrics).toEqual([
      { type: 'AUC', value: '0.97', confidenceInterval: { lowerBound: '0.96' } },
    ]);
    expect(bom.components[0].licenses).toEqual([{ license: { name: 'MIT' } }, { license: { name: 'A OR B' } }]);
    expect(bom.components[0].hashes).toEqual([{ alg: 'SHA-256', content: digest }]);
    expect(bom.components[1].data[0]).toEqual({ type: 'dataset', name: 'Payments', classification: 'confidential' });
  });

  it('depends only on what it holds', async () => {
    const bom = JSON.parse(await written([model, dataset]));
    expect(bom.dependencies).toEqual([{ ref: 'risk/fraud-scoring', dependsOn: ['risk/payments'] }]);
  });

  it('is valid for any inventory, an empty one included', async () => {
    expect(await validator.validate(await written([]))).toBeNull();
    await fc.assert(
      fc.asyncProperty(inventory, async (assets) => {
        expect(await validator.validate(await written(assets))).toBeNull();
      }),
      { numRuns: 40 },
    );
  });

  it('would not be valid with a word of its own outside the properties', async () => {
    const bom = JSON.parse(await written([model]));
    bom.components[0].stage = 'monitor';
    expect(await validator.validate(JSON.stringify(bom))).not.toBeNull();
  });
});
