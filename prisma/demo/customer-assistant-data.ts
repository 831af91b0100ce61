import { dataCard } from './cards.ts';
import type { DemoAsset } from './shape.ts';

export const assistantData: DemoAsset[] = [
  {
    kind: 'dataset',
    key: 'call-transcripts-raw',
    name: 'Call transcripts, raw',
    description:
      'Machine transcripts of 2.1 million service calls, with names, account numbers and what people say when they are worried about money. Only the redaction job may read them.',
    owner: 'chiara',
    standing: 'collect 5 isolated restricted',
    tags: 'transcripts personal-data voice',
    daysAgo: 398,
    versions: [
      { label: 'batch-06', daysAgo: 175, files: { 'transcripts.jsonl.zst': 14_884_117_220 }, signature: 'unsigned' },
      {
        label: 'batch-07',
        daysAgo: 82,
        files: { 'transcripts.jsonl.zst': 16_220_884_117, 'call-index.parquet': 402_118_730 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Call transcripts, raw',
            description:
              'Transcripts in English, Polish and Portuguese. Callers hear that the call is recorded; use for training is in the privacy notice since last year.',
            classification: 'restricted',
            sensitive: ['name', 'account number', 'health and hardship as told by callers', 'voice print reference'],
            url: 's3://wrenfield-assistant-raw/calls/batch-07/',
            owner: 'Contact centre',
            steward: 'Customer assistant',
            custodian: 'ML platform',
            properties: { calls: '2.1 million', languages: 'en, pl, pt', retention: '13 months' },
          }),
        ],
        links: ['stored_in transcript-store@2.0'],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'transcripts-redacted',
    name: 'Transcripts, redacted',
    description:
      'The same conversations with personal details replaced by stand-ins. A spot check of 1 000 turns still finds about three names.',
    owner: 'chiara',
    standing: 'validate 4 internal confidential',
    tags: 'transcripts redacted spot-check',
    daysAgo: 390,
    versions: [
      {
        label: 'batch-06',
        daysAgo: 168,
        files: { 'redacted.jsonl.zst': 13_118_204_882 },
        signature: 'unsigned',
        links: ['derived_from call-transcripts-raw@batch-06'],
      },
      {
        label: 'batch-07',
        daysAgo: 75,
        files: { 'redacted.jsonl.zst': 14_402_118_337, 'spot-check.csv': 1_204_118 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Transcripts, redacted',
            description: 'Turns with stand-ins for names, numbers, places and dates. Spot checked by two people.',
            classification: 'confidential',
            sensitive: ['residual names, about 0.3 % of turns'],
            owner: 'Customer assistant',
            properties: { turns: '48 million', 'residual personal data': '0.3 % of turns' },
          }),
        ],
        links: ['derived_from call-transcripts-raw@batch-07', 'built_by transcript-redaction@1.3.0'],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'assistant-instructions',
    name: 'Assistant instruction set',
    description:
      'Eighty-two thousand questions with the answers the bank wants to give, written or approved by service staff. One wrong answer here is repeated thousands of times.',
    owner: 'chiara',
    standing: 'develop 4 internal confidential',
    tags: 'fine-tuning curated',
    daysAgo: 340,
    versions: [
      {
        label: '3',
        daysAgo: 128,
        files: { 'instructions.jsonl': 184_220_117 },
        signature: 'unsigned',
        links: ['derived_from transcripts-redacted@batch-06'],
      },
      {
        label: '4',
        daysAgo: 58,
        files: { 'instructions.jsonl': 201_884_402, 'approvals.csv': 4_118_220 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Assistant instruction set',
            description: 'Question and answer pairs with the approver of each. A tenth are refusals.',
            classification: 'confidential',
            owner: 'Customer assistant',
            steward: 'Contact centre',
            properties: { pairs: '82 417', refusals: '8 204', languages: 'en, pl, pt' },
          }),
        ],
        links: ['derived_from transcripts-redacted@batch-07', 'derived_from policy-articles@2.14'],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'policy-articles',
    name: 'Help centre and policy articles',
    description:
      'What the assistant may quote: fees, terms, how-to pages. Editors publish straight from the content system, so whoever can edit a page can put words into the assistant’s mouth.',
    owner: 'minh',
    standing: 'monitor 4 public public',
    tags: 'retrieval knowledge-base prompt-injection',
    daysAgo: 150,
    origin: 'connector',
    originRef: 'https://www.wrenfieldbank.example/help/sitemap.xml',
    versions: [
      {
        label: '2.14',
        daysAgo: 66,
        by: 'leila',
        files: { 'articles.jsonl': 18_402_220 },
        signature: 'unsigned',
        licence: 'LicenseRef-Wrenfield-Internal',
      },
      {
        label: '2.15',
        daysAgo: 5,
        files: { 'articles.jsonl': 18_884_117 },
        signature: 'unsigned',
        licence: 'LicenseRef-Wrenfield-Internal',
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'assistant-evaluation',
    name: 'Assistant evaluation set',
    description:
      'Questions with graded answers that never enter training. Held by the team that is measured with it, which an auditor has asked to change.',
    owner: 'leila',
    standing: 'validate 3 isolated internal',
    tags: 'evaluation held-out',
    daysAgo: 300,
    versions: [{ label: '1.8', daysAgo: 80, files: { 'questions.jsonl': 8_204_117, 'grades.jsonl': 4_220_884 }, signature: 'verified' }],
  },
  {
    kind: 'dataset',
    key: 'red-team-prompts',
    name: 'Red team prompts',
    description:
      'Attacks on the assistant: injected instructions, account fishing, investment advice, requests for other people’s data. Not to be read by any model in training.',
    owner: 'mateus',
    standing: 'validate 3 isolated confidential',
    tags: 'red-team evaluation security',
    daysAgo: 260,
    versions: [
      { label: '1.0', daysAgo: 240, files: { 'attacks.jsonl': 2_118_220 }, signature: 'verified' },
      {
        label: '1.1',
        daysAgo: 70,
        files: { 'attacks.jsonl': 3_402_117 },
        signature: 'verified',
        properties: { attacks: '1 904', families: '17' },
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'voice-recordings',
    name: 'Voice recordings of calls',
    description:
      'The audio behind the transcripts. Copied for a speech experiment that has ended; nobody has said whether the copy may go.',
    owner: null,
    standing: 'collect 4 internal restricted',
    tags: 'voice biometric orphaned',
    daysAgo: 320,
  },
];
