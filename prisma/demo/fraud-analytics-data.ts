import { dataCard } from './cards.ts';
import type { DemoAsset } from './shape.ts';

const transactions = (rows: string) =>
  dataCard({
    name: 'Card transactions',
    description: `Every authorisation and settlement message of the bank's debit and credit cards: ${rows}. Card numbers arrive tokenised.`,
    classification: 'restricted',
    sensitive: ['tokenised card number', 'merchant and place of each purchase', 'customer reference'],
    url: 's3://wrenfield-fraud/card-transactions/raw/',
    owner: 'Cards operations',
    steward: 'Fraud analytics',
    custodian: 'ML platform',
    properties: { rows, retention: '25 months', format: 'Parquet, partitioned by day' },
  });

export const fraudData: DemoAsset[] = [
  {
    kind: 'dataset',
    key: 'card-transactions-raw',
    name: 'Card transactions, raw',
    description:
      'Authorisation and settlement messages as the card switch delivers them each night. Whoever can write here can teach the fraud models what normal looks like, so write access is limited to the switch export and two engineers.',
    owner: 'yusuf',
    standing: 'collect 5 internal restricted',
    tags: 'cards pci-dss nightly',
    daysAgo: 700,
    origin: 'connector',
    originRef: 's3://wrenfield-fraud/card-transactions/raw/',
    versions: [
      {
        label: 'r39',
        daysAgo: 194,
        files: { 'part-2024h2.parquet': 41_220_118_734, 'part-2025h1.parquet': 43_871_902_215, 'schema.json': 14_882 },
        signature: 'unsigned',
        data: [transactions('1.42 billion messages')],
      },
      {
        label: 'r40',
        daysAgo: 103,
        files: {
          'part-2024h2.parquet': [41_220_118_734, 'r39'],
          'part-2025h1.parquet': [43_871_902_215, 'r39'],
          'part-q3.parquet': 22_410_377_090,
          'schema.json': [14_882, 'r39'],
        },
        signature: 'verified',
        data: [transactions('1.79 billion messages')],
        links: ['stored_in ml-platform/training-object-store@3.0'],
      },
      {
        label: 'r41',
        daysAgo: 34,
        files: {
          'part-2025h1.parquet': [43_871_902_215, 'r39'],
          'part-q3.parquet': [22_410_377_090, 'r40'],
          'part-q4.parquet': 23_017_554_612,
          'schema.json': 15_310,
        },
        signature: 'verified',
        provenance: {
          builder: 'Card switch nightly export',
          source: 'sftp://switch-export.wrenfieldbank.example/cards',
          transport: 'SFTP, host key pinned',
        },
        data: [transactions('1.81 billion messages')],
        links: ['stored_in ml-platform/training-object-store@3.0'],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'card-transactions-clean',
    name: 'Card transactions, cleaned',
    description:
      'Deduplicated messages with reversals paired, currencies converted and test cards removed. Row counts are compared with the raw set; a difference over 0.2 % stops the build.',
    owner: 'hana',
    standing: 'validate 5 internal restricted',
    tags: 'cards pci-dss',
    daysAgo: 655,
    changes: [{ daysAgo: 431, by: 'dana', field: 'ownerId', from: 'yusuf', to: 'hana' }],
    versions: [
      {
        label: 'r40',
        daysAgo: 101,
        files: { 'clean.parquet': 71_904_118_211, 'rejects.parquet': 88_120_944, 'counts.json': 3_120 },
        signature: 'unsigned',
        links: ['derived_from card-transactions-raw@r40', 'built_by fraud-data-cleaning@2.2.0'],
      },
      {
        label: 'r41',
        daysAgo: 32,
        files: { 'clean.parquet': 73_554_870_102, 'rejects.parquet': 91_733_528, 'counts.json': 3_188 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Card transactions, cleaned',
            description:
              'One row per purchase, reversals paired with what they reverse. Used for training only; investigators work on the source system.',
            classification: 'restricted',
            sensitive: ['customer reference', 'merchant and place of each purchase'],
            url: 's3://wrenfield-fraud/card-transactions/clean/r41/',
            owner: 'Fraud analytics',
            custodian: 'ML platform',
            properties: { rows: '1.31 billion purchases', rejected: '0.12 %', 'validation suite': '64 checks, all passed' },
          }),
        ],
        links: [
          'derived_from card-transactions-raw@r41',
          'built_by fraud-data-cleaning@2.3.0',
          'stored_in ml-platform/training-object-store@3.0',
        ],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'card-features',
    name: 'Card fraud features',
    description:
      'Two hundred and twelve features per purchase: velocity, distance, merchant history, device change. The same definitions serve training and the live feature store, so a change here reaches decisions within the hour.',
    owner: 'yusuf',
    standing: 'develop 5 internal confidential',
    tags: 'cards features shared',
    daysAgo: 640,
    changes: [{ daysAgo: 299, by: 'dana', field: 'criticality', from: 4, to: 5 }],
    versions: [
      {
        label: 'r40',
        daysAgo: 98,
        files: { 'features.parquet': 38_820_044_931, 'definitions.yaml': 61_204 },
        signature: 'unsigned',
        links: [
          'derived_from card-transactions-clean@r40',
          'built_by fraud-data-cleaning@2.2.0',
          'stored_in ml-platform/feature-store@5.0',
        ],
      },
      {
        label: 'r41',
        daysAgo: 29,
        files: { 'features.parquet': 39_602_117_402, 'definitions.yaml': 63_871, 'drift-report.html': 2_204_118 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Card fraud features',
            description: 'Features at the moment of authorisation, joined with the label known 60 days later. Point-in-time correct.',
            classification: 'confidential',
            sensitive: ['behavioural profile of a cardholder'],
            owner: 'Fraud analytics',
            steward: 'Fraud analytics',
            custodian: 'ML platform',
            properties: { features: '212', 'positive rate': '0.083 %', 'label delay': '60 days' },
          }),
        ],
        links: [
          'derived_from card-transactions-clean@r41',
          'derived_from device-fingerprints@9.4',
          'built_by fraud-data-cleaning@2.3.0',
          'stored_in ml-platform/feature-store@5.1',
        ],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'chargeback-labels',
    name: 'Chargeback labels',
    description:
      'Confirmed fraud, refuted fraud and friendly fraud, as dispute handlers decided it. Labels arrive up to 60 days late, and a customer who disputes honest purchases can poison them: disputes of serial claimants are held back for review.',
    owner: 'hana',
    standing: 'validate 5 internal restricted',
    tags: 'cards labels poisoning-watch',
    daysAgo: 690,
    changes: [{ daysAgo: 430, by: 'dana', field: 'ownerId', from: 'dana', to: 'hana' }],
    versions: [
      {
        label: '2.6',
        daysAgo: 99,
        files: { 'labels.parquet': 212_440_871, 'held-back.parquet': 1_208_334 },
        signature: 'unsigned',
        links: ['derived_from card-transactions-raw@r40'],
      },
      {
        label: '2.7',
        daysAgo: 30,
        files: { 'labels.parquet': 219_087_442, 'held-back.parquet': 1_411_907, 'agreement.json': 8_402 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Chargeback labels',
            description: 'One decision per disputed purchase. A second handler labels every fiftieth case; agreement is 94.1 %.',
            classification: 'restricted',
            sensitive: ['customer statement', 'dispute outcome'],
            owner: 'Disputes and chargebacks',
            steward: 'Fraud analytics',
            properties: { labels: '1 094 311', 'held back': '6 204', 'inter-rater agreement': '94.1 %' },
          }),
        ],
        links: ['derived_from card-transactions-raw@r41'],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'device-fingerprints',
    name: 'Device fingerprints',
    description:
      'Device and network signals bought from a vendor and joined to sessions of the mobile application. The vendor pushes files; nothing proves that they arrived unaltered.',
    owner: 'callum',
    standing: 'collect 3 partner confidential',
    tags: 'vendor device telemetry',
    daysAgo: 388,
    origin: 'connector',
    originRef: 'sftp://drop.wrenfieldbank.example/devicetrust/',
    versions: [
      { label: '9.3', daysAgo: 151, files: { 'devices.csv.gz': 4_402_118_733 }, signature: 'unsigned' },
      {
        label: '9.4',
        daysAgo: 41,
        files: { 'devices.csv.gz': 4_610_884_052, 'MANIFEST.txt': 412 },
        signature: 'unverified',
        provenance: { supplier: 'DeviceTrust Ltd', contract: 'WB-2291' },
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'account-takeover-reports',
    name: 'Account takeover case notes',
    description:
      'Free-text notes of investigators on hijacked accounts, with names, numbers and screenshots. Never reviewed for what may be used in training.',
    owner: null,
    standing: 'collect 4 internal restricted',
    tags: 'case-notes personal-data',
    daysAgo: 212,
    versions: [
      {
        label: '1.0',
        daysAgo: 210,
        by: 'hana',
        files: { 'notes.jsonl': 884_120_331, 'attachments.tar': 12_408_771_334 },
        signature: 'unknown',
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'sanctions-list',
    name: 'Sanctions and watch lists',
    description:
      'Consolidated sanctions lists from a vendor, refreshed each morning. A missing entry is a regulatory breach; a false one blocks an honest payment.',
    owner: 'nadia',
    standing: 'deploy 5 partner internal',
    tags: 'vendor sanctions regulatory',
    daysAgo: 377,
    origin: 'connector',
    originRef: 'https://feeds.sanctionwatch.example/consolidated',
    versions: [
      { label: '2207', daysAgo: 15, files: { 'consolidated.xml': 182_440_127, 'consolidated.xml.sig': 566 }, signature: 'verified' },
      {
        label: '2213',
        daysAgo: 2,
        files: { 'consolidated.xml': 182_611_904, 'consolidated.xml.sig': 566 },
        signature: 'verified',
        provenance: { supplier: 'SanctionWatch', delivery: 'HTTPS, detached signature checked on arrival' },
        licence: 'LicenseRef-SanctionWatch-Commercial',
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'fraud-scenarios-synthetic',
    name: 'Synthetic fraud scenarios',
    description:
      'Simulated attacks, from card testing to mule chains, that rarely occur in real data. Kept apart from training so that a release is measured on attacks it has not seen.',
    owner: 'hana',
    standing: 'validate 3 isolated internal',
    tags: 'synthetic evaluation',
    daysAgo: 244,
    versions: [
      {
        label: '1.3',
        daysAgo: 122,
        files: { 'scenarios.parquet': 1_840_227_114, 'generator.lock': 88_213 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Synthetic fraud scenarios',
            description: 'Forty scenarios of 2 000 to 50 000 purchases each. Contains no customer data.',
            classification: 'internal',
            owner: 'Fraud analytics',
            properties: { scenarios: '40', 'last reviewed by': 'Fraud operations' },
          }),
        ],
        licence: 'CC0-1.0',
      },
    ],
  },
];
