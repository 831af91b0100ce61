import { creditData } from './credit-risk-data.ts';
import { creditModels } from './credit-risk-models.ts';
import type { DemoAsset } from './shape.ts';

const machinery: DemoAsset[] = [
  {
    kind: 'pipeline',
    key: 'credit-data-checks',
    name: 'Credit data checks',
    description: 'Reconciles loan data with the ledger and tests each delivery of the bureau before anything is trained on it.',
    owner: 'siobhan',
    standing: 'collect 4 internal restricted',
    tags: 'data-quality reconciliation',
    daysAgo: 430,
    versions: [
      {
        label: '1.6.0',
        daysAgo: 121,
        files: { 'checks.sql': 88_204, 'suite.yaml': 31_220 },
        signature: 'unsigned',
        links: ['stored_in credit-model-library@rev-881'],
      },
    ],
  },
  {
    kind: 'pipeline',
    key: 'credit-training',
    name: 'Credit model training',
    description:
      'Builds features, trains and writes the validation pack. Secrets for the bureau extract are passed as environment variables, where a log line could show them.',
    owner: 'siobhan',
    standing: 'develop 4 internal restricted',
    tags: 'ci training secrets',
    daysAgo: 510,
    versions: [
      { label: '2.4.0', daysAgo: 148, files: { 'pipeline.yaml': 11_204, 'train.R': 28_118, 'renv.lock': 61_884 }, signature: 'unsigned' },
      {
        label: '2.5.0',
        daysAgo: 64,
        files: {
          'pipeline.yaml': 11_890,
          'train.R': [28_118, '2.4.0'],
          'train.py': 18_402,
          'renv.lock': 62_117,
          'requirements.lock': 38_220,
        },
        signature: 'unsigned',
        components: ['pkg:pypi/lightgbm@4.6.0', 'pkg:cran/scorecard@0.4.5'],
        links: ['stored_in credit-model-library@rev-881', 'deployed_to ml-platform/batch-compute@2.6'],
      },
    ],
  },
  {
    kind: 'pipeline',
    key: 'provisions-batch',
    name: 'Provisions batch',
    description:
      'Month-end run that turns model output into provisions. A person starts it by hand with a spreadsheet of overrides; the spreadsheet is not versioned.',
    owner: 'oluwaseun',
    standing: 'monitor 4 isolated confidential',
    tags: 'ifrs9 batch manual-step',
    daysAgo: 566,
    versions: [
      {
        label: '14',
        daysAgo: 83,
        files: { 'run.sh': 4_118, 'provisions.sql': 48_220 },
        signature: 'unsigned',
        links: ['deployed_to ml-platform/batch-compute@2.6'],
      },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'credit-decision-endpoint',
    name: 'Credit decision endpoint',
    description: 'Answers the loan decision engine. Two regions; the standby has not been tested since the last change of network rules.',
    owner: 'siobhan',
    standing: 'deploy 5 internal restricted',
    tags: 'lending endpoint standby',
    daysAgo: 600,
    versions: [
      { label: '4.0', daysAgo: 262, files: { 'service.yaml': 9_220 }, signature: 'unsigned' },
      { label: '4.1', daysAgo: 108, files: { 'service.yaml': 9_884, 'standby.yaml': 9_902 }, signature: 'verified' },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'bureau-landing-zone',
    name: 'Bureau landing zone',
    description: 'The server on which bureau extracts arrive and are decrypted. Its decryption key has no expiry.',
    owner: 'felix',
    standing: 'collect 4 partner restricted',
    tags: 'sftp key-rotation',
    daysAgo: 270,
    versions: [{ label: '1.2', daysAgo: 139, files: { 'main.tf': 14_118, sshd_config: 3_204 }, signature: 'unsigned' }],
  },
  {
    kind: 'repository',
    key: 'credit-model-library',
    name: 'Credit model library',
    description:
      'Models, parameters and validation packs as the regulator may ask for them, ten years back. Runs on a shared drive with change history, not on a registry.',
    owner: 'oluwaseun',
    standing: 'change 4 isolated restricted',
    tags: 'regulatory archive shared-drive',
    daysAgo: 728,
    versions: [
      {
        label: 'rev-881',
        daysAgo: 158,
        location: 'file://risk-share.wrenfieldbank.example/models',
        files: { 'index.xlsx': 884_220 },
        signature: 'unknown',
      },
    ],
  },
  {
    kind: 'repository',
    key: 'credit-data-versions',
    name: 'Credit data versions',
    description: 'Catalogue that pins each training set to its digests, so that a model can be rebuilt for the regulator.',
    owner: 'felix',
    standing: 'validate 3 internal confidential',
    tags: 'dvc catalogue reproducibility',
    daysAgo: 214,
    origin: 'connector',
    originRef: 'https://git.wrenfieldbank.example/credit/data-versions',
    versions: [
      { label: 'main-310', daysAgo: 53, location: 'https://git.wrenfieldbank.example/credit/data-versions', signature: 'verified' },
    ],
  },
];

export const creditRisk: DemoAsset[] = [...creditData, ...creditModels, ...machinery];
