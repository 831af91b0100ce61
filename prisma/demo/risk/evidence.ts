/** What the bank shows for each control: a link, a text or a small file, and for how many days it holds. */
import { createHash } from 'node:crypto';

export type Piece = {
  kind: 'file' | 'link' | 'text';
  title: string;
  content?: string;
  file?: { name: string; text: string };
  /** Without a number it never expires. */
  days?: number;
};

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const wiki = (page: string) => `https://wiki.wrenfieldbank.example/security/${page}`;
const ci = (page: string) => `https://ci.wrenfieldbank.example/${page}`;
const git = (page: string) => `https://git.wrenfieldbank.example/${page}`;

/** By control; `asset` is the key of the asset that it is shown for. */
const shown: Record<string, (asset: string) => Piece> = {
  'least-privilege-access': (asset) => ({
    kind: 'link',
    title: 'Rights on the store, exported',
    content: wiki(`rights/${asset}`),
    days: 365,
  }),
  'access-review': (asset) => ({
    kind: 'text',
    title: 'Result of the quarterly review',
    content: `Every right on ${asset} was confirmed or removed by its owner. Two rights of people who changed teams were removed on the same day.`,
    days: 100,
  }),
  'strong-authentication': () => ({ kind: 'link', title: 'Sign-in policy: passkeys only', content: wiki('sign-in-policy'), days: 365 }),
  'managed-secrets': (asset) => ({ kind: 'link', title: 'Rotation log of the vault', content: wiki(`vault/${asset}`), days: 180 }),
  'secret-scanning': (asset) => ({ kind: 'link', title: 'Scanner coverage and open finds', content: ci(`secret-scan/${asset}`) }),
  'encryption-at-rest': (asset) => ({ kind: 'link', title: 'Key policy and storage settings', content: wiki(`keys/${asset}`), days: 365 }),
  'egress-control': (asset) => ({
    kind: 'text',
    title: 'Refused connection from a test job',
    content: `A job beside ${asset} tried example.org on port 443 and was refused by the proxy; the alert reached the rota in two minutes.`,
    days: 365,
  }),
  'dataset-provenance': (asset) => ({
    kind: 'link',
    title: 'Provenance record of the version in use',
    content: wiki(`provenance/${asset}`),
  }),
  'data-source-approval': (asset) => ({
    kind: 'link',
    title: 'Entry in the list of approved sources',
    content: wiki(`sources/${asset}`),
    days: 365,
  }),
  'training-data-validation': (asset) => ({
    kind: 'link',
    title: 'Validation report with thresholds',
    content: ci(`data-checks/${asset}`),
  }),
  'dataset-digests': (asset) => ({
    kind: 'text',
    title: 'Training log: digests verified',
    content: `The job stopped on a changed byte in a copy of ${asset}, as it should; the true version passed.`,
  }),
  'data-minimisation': (asset) => ({ kind: 'link', title: 'Field-by-field decision', content: wiki(`minimisation/${asset}`), days: 365 }),
  'privacy-preserving-training': (asset) => ({
    kind: 'link',
    title: 'Membership and reconstruction tests',
    content: ci(`privacy/${asset}`),
  }),
  'feedback-data-quarantine': (asset) => ({ kind: 'link', title: 'Limits of the retraining job', content: git(`limits/${asset}`) }),
  'retrieval-source-control': (asset) => ({ kind: 'link', title: 'Index build with source and digest', content: ci(`indexing/${asset}`) }),
  'inventory-and-decommissioning': (asset) => ({
    kind: 'text',
    title: 'Last sweep of running services',
    content: `Nothing was found beside ${asset} that nobody owns. Three old endpoints were taken down.`,
    days: 120,
  }),
  'incident-response': (asset) => ({
    kind: 'link',
    title: 'Exercise: isolated and rolled back',
    content: wiki(`exercises/${asset}`),
    days: 365,
  }),
  'security-training': () => ({
    kind: 'text',
    title: 'Who attended',
    content: 'All of the team but one, who joined afterwards.',
    days: 365,
  }),
  'model-validation': (asset) => ({ kind: 'link', title: 'Validation report and its approver', content: wiki(`validation/${asset}`) }),
  'adversarial-hardening': (asset) => ({ kind: 'link', title: 'Attack suite: results for this version', content: ci(`attacks/${asset}`) }),
  'ai-red-teaming': (asset) => ({
    kind: 'link',
    title: 'Report of the red team, with the fixes',
    content: wiki(`red-team/${asset}`),
    days: 180,
  }),
  'query-limits': (asset) => ({ kind: 'link', title: 'Limits, and a refused overrun', content: wiki(`limits/${asset}`), days: 365 }),
  'protected-distribution': (asset) => ({
    kind: 'link',
    title: 'What each copy may do',
    content: wiki(`distribution/${asset}`),
    days: 365,
  }),
  'output-minimisation': (asset) => ({ kind: 'link', title: 'Answer contract: band, no score', content: git(`contracts/${asset}`) }),
  'input-output-guardrails': (asset) => ({
    kind: 'link',
    title: 'Filter set and attacks it stopped',
    content: ci(`guardrails/${asset}`),
    days: 180,
  }),
  'agent-least-privilege': (asset) => ({
    kind: 'link',
    title: 'Tools and scopes of the agent',
    content: git(`agents/${asset}`),
    days: 365,
  }),
  'human-approval': (asset) => ({
    kind: 'text',
    title: 'Sample of held actions',
    content: `Of 40 consequential actions of ${asset} in one week, 40 waited for a person and 3 were refused.`,
    days: 180,
  }),
  'output-validation': (asset) => ({ kind: 'link', title: 'Schema and rejected answers', content: ci(`schemas/${asset}`) }),
  'ai-telemetry': (asset) => ({ kind: 'link', title: 'Alert rules, and one that fired', content: wiki(`alerts/${asset}`), days: 365 }),
  'drift-monitoring': (asset) => ({
    kind: 'link',
    title: 'Dashboard and thresholds',
    content: `https://metrics.wrenfieldbank.example/drift/${asset}`,
  }),
  'authenticated-endpoints': (asset) => ({
    kind: 'link',
    title: 'Gateway settings; anonymous call refused',
    content: git(`gateway/${asset}`),
    days: 365,
  }),
  'configuration-baseline': (asset) => ({
    kind: 'link',
    title: 'Comparison with the baseline',
    content: ci(`baseline/${asset}`),
    days: 90,
  }),
  'workload-isolation': (asset) => ({ kind: 'link', title: 'Pod settings and escape test', content: ci(`isolation/${asset}`), days: 365 }),
  'vulnerability-management': (asset) => ({
    kind: 'link',
    title: 'Open vulnerabilities by age',
    content: ci(`vulnerabilities/${asset}`),
    days: 92,
  }),
  'artifact-signing': (asset) => ({
    kind: 'link',
    title: 'Refused deployment of an unsigned build',
    content: ci(`signing/${asset}`),
    days: 365,
  }),
  'ai-bill-of-materials': (asset) => ({ kind: 'link', title: 'Bill of materials of the version', content: git(`bom/${asset}`) }),
  'dependency-pinning': (asset) => ({
    kind: 'link',
    title: 'Lock file and the last scan',
    content: ci(`dependencies/${asset}`),
    days: 180,
  }),
  'approved-upstream-sources': (asset) => ({ kind: 'link', title: 'Allow-list of the mirror', content: git(`mirror/${asset}`), days: 365 }),
  'isolated-build': (asset) => ({ kind: 'link', title: 'Provenance of the last build', content: ci(`provenance/${asset}`) }),
  'two-person-review': (asset) => ({ kind: 'link', title: 'Branch rules and a year of merges', content: git(`rules/${asset}`), days: 365 }),
  'release-approval': (asset) => ({ kind: 'link', title: 'Approvals with digests', content: wiki(`releases/${asset}`), days: 365 }),
  'safe-model-formats': (asset) => ({ kind: 'link', title: 'Scan: no pickled code', content: ci(`artifact-scan/${asset}`) }),
  'sandboxed-loading': (asset) => ({
    kind: 'link',
    title: 'Sandbox settings and refused calls',
    content: git(`sandbox/${asset}`),
    days: 365,
  }),
  'immutable-registry': (asset) => ({
    kind: 'link',
    title: 'Refused overwrite and its event',
    content: wiki(`registry/${asset}`),
    days: 365,
  }),
  'supplier-security-terms': () => ({
    kind: 'link',
    title: 'Signed terms',
    content: 'https://contracts.wrenfieldbank.example/suppliers',
    days: 365,
  }),
};

/** Shown as files, each for one asset, or one team's offer, and control. */
const files: Record<string, Piece> = {
  'credit-risk least-privilege-access': {
    kind: 'file',
    title: 'Rights on all stores of the team, exported',
    file: {
      name: 'credit-risk-rights.csv',
      text: 'group,right,members\ncredit-readers,read,14\ncredit-builders,write,5\ncredit-batch,write,1\ncredit-admins,administer,2\n',
    },
    days: 365,
  },
  'fraud-analytics two-person-review': {
    kind: 'file',
    title: 'Merges of a quarter, with who approved each',
    file: {
      name: 'merges-fraud-source.csv',
      text: 'merge,author,approver\n4098,callum.reid,nadia.haddad\n4103,nadia.haddad,dana.whitcombe\n4111,yusuf.demir,callum.reid\n4120,nadia.haddad,callum.reid\n',
    },
    days: 365,
  },
  'ml-platform/model-registry immutable-registry': {
    kind: 'file',
    title: 'Refused overwrite, as the registry logged it',
    file: {
      name: 'refused-overwrite.json',
      text: '{"model":"card-fraud-scorer","version":"4.1.0","action":"overwrite","by":"svc-training","result":"refused","rule":"immutable"}\n',
    },
    days: 365,
  },
};

/** @param name the asset as "team/key", or the team whose offer it is */
export function pieceOf(name: string, control: string): Piece {
  const key = name.slice(name.indexOf('/') + 1);
  return (
    files[`${name} ${control}`] ?? shown[control]?.(key) ?? { kind: 'link', title: 'How it is done', content: wiki(`${control}/${key}`) }
  );
}
