import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { VersionCard } from './card.tsx';

/** The text of a card as a person reads it, addresses of pictures included. */
const textOf = (metadata: Record<string, unknown>) =>
  renderToStaticMarkup(<VersionCard metadata={metadata} />)
    .replace(/<[^>]+>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'");

/** Every text and number in a value, however deep. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return value === '' ? [] : [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

/** The way to every part of a value. */
const placesIn = (value: unknown): string[][] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, each]) => [[name], ...placesIn(each).map((place) => [name, ...place])]);

/** The value with another thing at that place. */
function replaced(value: unknown, [name, ...rest]: string[], other: unknown): unknown {
  if (name === undefined) return other;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  return Object.assign(copy, { [name]: replaced((value as Record<string, unknown>)[name], rest, other) });
}

const word = fc.stringMatching(/^[a-z]{3,8}$/);
/** A word, a number, or anything made of them. */
const fact = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    word,
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(word, fc.constantFrom('name', 'value', 'type', 'ref')), tie('value'), { maxKeys: 3 }),
  ),
})).value;

const expectAllSeen = (metadata: Record<string, unknown>) => {
  const text = textOf(metadata);
  expect(leaves(metadata).filter((leaf) => !text.includes(leaf))).toEqual([]);
};

const card = {
  componentType: 'machine-learning-model',
  modelCard: {
    modelParameters: {
      approach: { type: 'supervised', more: 'approach-extra' },
      task: 'classify',
      architectureFamily: 'CNN',
      modelArchitecture: 'LeNet',
      datasets: [
        { ref: 'ds-1' },
        { type: 'dataset', name: 'MNIST', contents: { url: 'https://example.org/mnist' }, classification: 'public' },
      ],
      inputs: [{ format: 'image' }, { format: 'text', encoding: 'utf-8' }],
      outputs: [{ format: 'digit' }],
      optimiser: 'adam',
    },
    quantitativeAnalysis: {
      performanceMetrics: [
        {
          type: 'accuracy',
          value: '0.99',
          slice: 'all',
          confidenceInterval: { lowerBound: '0.98', upperBound: '0.995', method: 'bootstrap' },
        },
        { type: 'accuracy', value: '0.99', slice: 'all', seed: 7 },
        'a metric told as text',
      ],
      graphics: { description: 'curves', collection: [{ name: 'roc', image: { contentType: 'text/plain', content: 'not-a-picture' } }] },
    },
    considerations: {
      users: ['clerks'],
      useCases: ['reading cheques'],
      technicalLimitations: ['seven looks like one'],
      performanceTradeoffs: ['speed'],
      ethicalConsiderations: [{ name: 'misreading', mitigationStrategy: 'second look' }],
      fairnessAssessments: [{ groupAtRisk: 'left-handed', benefits: 'b1', harms: 'h1', mitigationStrategy: 'm1', note: 'n1' }],
      environmentalConsiderations: { energyConsumptions: [{ activity: 'training', activityEnergyCost: { value: 0.4, unit: 'kWh' } }] },
      other: { deep: ['fact'] },
    },
    properties: [{ name: 'p', value: 'v' }],
    'bom-ref': 'card-1',
  },
  data: [
    {
      name: 'inside',
      governance: { owners: [{ organization: { name: 'Org', url: ['https://org.example'] } }, { contact: { name: 'Ann' } }] },
    },
  ],
  datasetCard: {
    data: [
      {
        type: 'dataset',
        name: 'D',
        contents: { url: 'u', properties: [{ name: 'rows', value: '9' }], attachment: { content: 'zz' } },
        sensitiveData: ['pii'],
      },
    ],
    datasetSize: 60_000,
  },
  licenses: [
    { license: { id: 'MIT', url: 'https://mit.example' } },
    { expression: 'Apache-2.0 OR MIT' },
    { license: { name: 'Own', text: { content: 'terms' } } },
  ],
  hashes: [{ alg: 'SHA-256', content: 'ab12' }],
  externalReferences: [{ type: 'website', url: 'https://w.example', hashes: [{ alg: 'MD5', content: 'cd34' }] }],
  components: [
    {
      type: 'library',
      group: 'g',
      name: 'torch',
      version: '2.1',
      purl: 'pkg:pypi/torch@2.1',
      licenses: [{ license: { id: 'BSD' } }],
      scope: 'required',
    },
  ],
  pedigree: { ancestors: [{ name: 'base' }] },
  columns: { 'Cost centre': '4711' },
};

describe('a card', () => {
  it('shows every fact of every part that it draws in a way of its own', () => {
    expectAllSeen(card);
  });

  it('shows facts where their shape is not what their name promises', () => {
    expectAllSeen({
      modelCard: 'text instead of a card',
      datasetCard: ['a', 'list'],
      licenses: 'MIT',
      hashes: 'h',
      externalReferences: { one: 'x' },
      components: 'just a name',
      data: 'd',
      properties: { k: 'val' },
    });
    expectAllSeen({
      modelCard: {
        modelParameters: 'mp',
        quantitativeAnalysis: ['qa'],
        considerations: { users: { a: 'u1' }, fairnessAssessments: 'fair', environmentalConsiderations: ['env'] },
      },
      datasetCard: {
        data: { name: 'n', contents: 'c', governance: 'g', classification: { level: 'odd' }, sensitiveData: 'one', type: ['t'] },
      },
    });
  });

  it('shows every fact of anything at all', () => {
    fc.assert(fc.property(fc.dictionary(fc.oneof(word, fc.constantFrom(...Object.keys(card))), fact, { maxKeys: 4 }), expectAllSeen), {
      numRuns: 150,
    });
  });

  it('shows every fact where any one part of a card is something else', () => {
    const places = placesIn(card);
    fc.assert(
      fc.property(fc.constantFrom(...places), fact, (place, other) => expectAllSeen(replaced(card, place, other) as typeof card)),
      { numRuns: 30 },
    );
  }, 20_000);

  it('links to the web and to nothing that runs', () => {
    const html = renderToStaticMarkup(
      <VersionCard metadata={{ a: 'https://a.example/x', b: 'javascript:alert(1)', c: '<script>x</script>' }} />,
    );
    expect(html).toContain('href="https://a.example/x"');
    expect(html).not.toContain('href="javascript');
    expect(html).not.toContain('<script>');
  });
});
