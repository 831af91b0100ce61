import { fraudData } from './fraud-analytics-data.ts';
import { fraudModels, xgboost } from './fraud-analytics-models.ts';
import type { DemoAsset } from './shape.ts';

const machinery: DemoAsset[] = [
  {
    kind: 'pipeline',
    key: 'fraud-data-cleaning',
    name: 'Fraud data cleaning',
    description: 'Nightly job from raw messages to features, with 64 checks on the way. Runs with write access to the feature store.',
    owner: 'nadia',
    standing: 'validate 4 internal restricted',
    tags: 'airflow nightly data-quality',
    daysAgo: 380,
    versions: [
      {
        label: '2.2.0',
        daysAgo: 133,
        files: { 'dags/clean.py': 41_208, 'checks.yaml': 22_114, 'requirements.lock': 31_870 },
        signature: 'unsigned',
      },
      {
        label: '2.3.0',
        daysAgo: 48,
        files: { 'dags/clean.py': 43_990, 'checks.yaml': 25_602, 'requirements.lock': [31_870, '2.2.0'] },
        signature: 'verified',
        provenance: {
          source: 'git+https://git.wrenfieldbank.example/fraud/pipelines@91de44b0',
          reviewers: 'two, one of them outside the team',
        },
        links: ['stored_in fraud-source@main-4120', 'deployed_to ml-platform/batch-compute@2.6'],
      },
    ],
  },
  {
    kind: 'pipeline',
    key: 'fraud-training',
    name: 'Fraud model training',
    description: 'Builds and evaluates the fraud models. Anyone who can merge to its repository decides what is trained.',
    owner: 'callum',
    standing: 'develop 4 internal confidential',
    tags: 'ci training',
    daysAgo: 560,
    versions: [
      {
        label: '3.1.0',
        daysAgo: 130,
        files: { 'train.py': 38_112, 'pipeline.yaml': 9_204, 'requirements.lock': 44_018 },
        signature: 'unsigned',
      },
      {
        label: '3.2.0',
        daysAgo: 44,
        files: { 'train.py': 39_870, 'pipeline.yaml': 9_688, 'requirements.lock': 44_912 },
        signature: 'verified',
        components: xgboost,
        links: [
          'stored_in fraud-source@main-4120',
          'deployed_to ml-platform/gpu-training-cluster@4.2',
          'derived_from ml-platform/base-image-build@1.9.0',
        ],
      },
    ],
  },
  {
    kind: 'pipeline',
    key: 'fraud-release',
    name: 'Fraud model release',
    description:
      'Converts, signs and rolls out fraud models to the authorisation nodes, a tenth of them first. Holds the signing identity.',
    owner: 'callum',
    standing: 'deploy 5 internal internal',
    tags: 'cd signing canary',
    daysAgo: 470,
    versions: [
      {
        label: '1.8.0',
        daysAgo: 57,
        files: { 'release.yaml': 12_880, 'convert.py': 8_204 },
        signature: 'verified',
        links: ['stored_in fraud-source@main-4120', 'derived_from ml-platform/model-promotion@2.4.0'],
      },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'card-authorisation-endpoint',
    name: 'Card authorisation endpoint',
    description:
      'Scoring nodes beside the card switch, called by the switch operator over a private line. Fails open after 12 ms: an attacker who can slow it down switches fraud control off.',
    owner: 'callum',
    standing: 'monitor 5 partner confidential',
    tags: 'cards real-time pci-dss endpoint',
    daysAgo: 610,
    versions: [
      { label: '6.2', daysAgo: 120, files: { 'deployment.yaml': 14_220, 'network-policy.yaml': 3_118 }, signature: 'unsigned' },
      {
        label: '6.3',
        daysAgo: 40,
        files: { 'deployment.yaml': 14_871, 'network-policy.yaml': [3_118, '6.2'] },
        signature: 'verified',
        properties: { region: 'eu-west-1 and eu-central-1', 'time limit': '12 ms, then open' },
      },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'fraud-notebooks',
    name: 'Fraud analytics notebooks',
    description:
      'Shared notebook server with a mounted copy of raw transactions. Set up for a proof of concept and never taken into the regular builds.',
    owner: null,
    standing: 'develop 4 internal restricted',
    tags: 'jupyter shadow-it',
    daysAgo: 288,
  },
  {
    kind: 'repository',
    key: 'fraud-source',
    name: 'Fraud models and pipelines, source',
    description:
      'Git repository of training code, features and release scripts. Main branch needs two approvals; three former contractors still had access at the last count.',
    owner: 'nadia',
    standing: 'develop 4 internal internal',
    tags: 'git source access-review',
    daysAgo: 640,
    changes: [{ daysAgo: 379, by: 'dana', field: 'ownerId', from: 'callum', to: 'nadia' }],
    origin: 'connector',
    originRef: 'https://git.wrenfieldbank.example/fraud/models',
    versions: [
      {
        label: 'main-4120',
        daysAgo: 60,
        location: 'https://git.wrenfieldbank.example/fraud/models/-/tree/main',
        signature: 'verified',
        properties: { 'branch protection': 'two approvals, signed commits' },
      },
    ],
  },
];

export const fraudAnalytics: DemoAsset[] = [...fraudData, ...fraudModels, ...machinery];
