import { csvLine } from '#lib/platform/csv.ts';
import type { CsvColumn } from '../rules.ts';
import { csvHeaders } from '../rules.ts';

const columns = [
  'key',
  'name',
  'kind',
  'owner',
  'stage',
  'criticality',
  'exposure',
  'dataClass',
  'tags',
  'description',
  'version',
  'location',
  'relations',
] as const satisfies CsvColumn[];

/** One asset of each kind, as they hang together. */
const examples: Record<(typeof columns)[number], string>[] = [
  {
    key: 'card-payments-2026',
    name: 'Card payments 2026',
    kind: 'dataset',
    owner: 'ada@example.com',
    stage: 'validate',
    criticality: '4',
    exposure: 'internal',
    dataClass: 'restricted',
    tags: 'fraud; payments',
    description: 'Labelled card payments, January to June',
    version: '2026-06',
    location: 's3://data/card-payments/2026-06',
    relations: '',
  },
  {
    key: 'fraud-scoring',
    name: 'Fraud scoring',
    kind: 'model',
    owner: 'ada@example.com',
    stage: 'monitor',
    criticality: '5',
    exposure: 'partner',
    dataClass: 'confidential',
    tags: 'fraud',
    description: 'Scores each card payment before it is approved',
    version: '2.4.0',
    location: 'registry://models/fraud-scoring/2.4.0',
    relations: 'trained_on:card-payments-2026; built_by:fraud-training; stored_in:model-registry; deployed_to:scoring-cluster',
  },
  {
    key: 'fraud-training',
    name: 'Fraud training',
    kind: 'pipeline',
    owner: 'grace@example.com',
    stage: 'develop',
    criticality: '3',
    exposure: 'isolated',
    dataClass: 'internal',
    tags: 'ci',
    description: 'Trains, tests and signs the fraud model',
    version: '17',
    location: 'https://git.example.com/fraud/training',
    relations: '',
  },
  {
    key: 'scoring-cluster',
    name: 'Scoring cluster',
    kind: 'infrastructure',
    owner: 'linus@example.com',
    stage: 'deploy',
    criticality: '5',
    exposure: 'partner',
    dataClass: 'confidential',
    tags: 'kubernetes',
    description: 'Serves the scoring models',
    version: '1.33',
    location: 'eu-central-1',
    relations: '',
  },
  {
    key: 'model-registry',
    name: 'Model registry',
    kind: 'repository',
    owner: 'linus@example.com',
    stage: 'deploy',
    criticality: '4',
    exposure: 'internal',
    dataClass: 'confidential',
    tags: 'registry',
    description: 'Keeps every released model',
    version: '3',
    location: 'https://registry.example.com',
    relations: '',
  },
];

/** A CSV to start from: the columns that imports know, with one example of each kind. */
export function csvTemplate(): string {
  const lines = examples.map((example) => columns.map((column) => example[column]));
  return [columns.map((column) => csvHeaders[column]), ...lines].map((line) => csvLine(line)).join('');
}
