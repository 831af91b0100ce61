import { assistantData } from './customer-assistant-data.ts';
import { assistantModels, transformers } from './customer-assistant-models.ts';
import type { DemoAsset } from './shape.ts';

const machinery: DemoAsset[] = [
  {
    kind: 'pipeline',
    key: 'transcript-redaction',
    name: 'Transcript redaction',
    description: 'Reads raw calls, writes redacted ones. The only job with a key to the transcript store.',
    owner: 'thandiwe',
    standing: 'collect 5 isolated restricted',
    tags: 'privacy batch',
    daysAgo: 300,
    versions: [
      {
        label: '1.3.0',
        daysAgo: 86,
        files: { 'redact.py': 18_204, 'job.yaml': 4_118 },
        signature: 'verified',
        links: ['derived_from personal-data-redactor@1.3', 'stored_in assistant-source@main-1877'],
      },
    ],
  },
  {
    kind: 'pipeline',
    key: 'assistant-finetuning',
    name: 'Assistant fine-tuning',
    description:
      'Trains adapters on the GPU cluster and merges them into the base model. Loads the base with remote code switched off since a review last spring.',
    owner: 'thandiwe',
    standing: 'develop 4 internal confidential',
    tags: 'training gpu adapters',
    daysAgo: 292,
    versions: [
      {
        label: '1.4.0',
        daysAgo: 131,
        files: { 'finetune.py': 22_118, 'job.yaml': 6_204, 'requirements.lock': 52_884 },
        signature: 'unsigned',
      },
      {
        label: '1.5.0',
        daysAgo: 63,
        files: { 'finetune.py': 23_870, 'job.yaml': [6_204, '1.4.0'], 'requirements.lock': 53_402 },
        signature: 'verified',
        components: transformers,
        links: ['stored_in assistant-source@main-1877', 'deployed_to ml-platform/gpu-training-cluster@4.2'],
      },
    ],
  },
  {
    kind: 'pipeline',
    key: 'knowledge-indexing',
    name: 'Knowledge indexing',
    description: 'Takes published articles into the vector index every hour. Nothing looks at their content on the way.',
    owner: 'minh',
    standing: 'monitor 4 internal public',
    tags: 'retrieval hourly prompt-injection',
    daysAgo: 155,
    versions: [
      {
        label: '0.9.2',
        daysAgo: 30,
        files: { 'index.py': 9_118, 'job.yaml': 2_884 },
        signature: 'unsigned',
        links: ['derived_from article-embedder@2.0', 'stored_in assistant-source@main-1877', 'deployed_to ml-platform/vector-database@2.1'],
      },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'assistant-gateway',
    name: 'Assistant gateway',
    description:
      'The public door of the assistant: limits rates, calls the guard, passes the question on and records every exchange. May look up balances for a signed-in customer.',
    owner: 'samuel',
    standing: 'monitor 5 public restricted',
    tags: 'gateway internet-facing rate-limit',
    daysAgo: 350,
    versions: [
      { label: '3.4', daysAgo: 114, files: { 'gateway.yaml': 18_204, 'tools.json': 4_118 }, signature: 'unsigned' },
      {
        label: '3.5',
        daysAgo: 49,
        files: { 'gateway.yaml': 19_402, 'tools.json': 4_884, 'limits.yaml': 1_204 },
        signature: 'verified',
        properties: { tools: 'balance, card block, branch finder', 'rate limit': '30 messages a minute' },
      },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'transcript-store',
    name: 'Transcript store',
    description: 'Encrypted bucket for raw calls, with a key of its own and no access for people.',
    owner: 'samuel',
    standing: 'collect 5 isolated restricted',
    tags: 'object-store encrypted',
    daysAgo: 399,
    versions: [{ label: '2.0', daysAgo: 205, files: { 'bucket.tf': 6_204, 'key-policy.json': 2_118 }, signature: 'verified' }],
  },
  {
    kind: 'repository',
    key: 'assistant-source',
    name: 'Assistant training and services, source',
    description:
      'Git repository of the team. A scan found two access tokens in its history; both are revoked, the history is not rewritten.',
    owner: 'minh',
    standing: 'develop 3 internal internal',
    tags: 'git source secrets',
    daysAgo: 156,
    origin: 'connector',
    originRef: 'https://git.wrenfieldbank.example/assistant/training',
    versions: [
      { label: 'main-1877', daysAgo: 87, location: 'https://git.wrenfieldbank.example/assistant/training', signature: 'verified' },
    ],
  },
  {
    kind: 'repository',
    key: 'prompt-library',
    name: 'Prompt library',
    description:
      'System prompts and tool descriptions as they run in production. Edited in a web form by eleven people; a change is live within a minute and without review.',
    owner: 'leila',
    standing: 'monitor 4 internal confidential',
    tags: 'prompts unreviewed-change',
    daysAgo: 220,
    versions: [
      {
        label: '212',
        daysAgo: 4,
        by: 'minh',
        files: { 'system.md': 9_204, 'tools.json': 6_118, 'refusals.md': 3_402 },
        signature: 'unsigned',
      },
    ],
  },
];

export const customerAssistant: DemoAsset[] = [...assistantData, ...assistantModels, ...machinery];
