import { dataCard } from './cards.ts';
import type { DemoAsset } from './shape.ts';

export const creditData: DemoAsset[] = [
  {
    kind: 'dataset',
    key: 'bureau-extract-raw',
    name: 'Credit bureau extract',
    description:
      'Monthly extract on every applicant and borrower from the credit bureau. The contract allows lending decisions and nothing else; use in marketing models would breach it.',
    owner: 'marta',
    standing: 'collect 5 partner restricted',
    tags: 'bureau vendor contract-limited',
    daysAgo: 725,
    origin: 'connector',
    originRef: 'sftp://bureau.example/wrenfield/monthly',
    versions: [
      { label: '118', daysAgo: 155, files: { 'extract.dat.gpg': 8_804_118_270, 'trailer.txt': 204 }, signature: 'verified' },
      { label: '119', daysAgo: 124, files: { 'extract.dat.gpg': 8_811_207_993, 'trailer.txt': 204 }, signature: 'verified' },
      {
        label: '121',
        daysAgo: 61,
        files: { 'extract.dat.gpg': 8_840_116_008, 'trailer.txt': 204 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Credit bureau extract',
            description: 'Accounts, searches, defaults and court judgements of 3.9 million people at the reporting date.',
            classification: 'restricted',
            sensitive: ['credit history', 'court judgements', 'national identifier', 'address history'],
            url: 'sftp://bureau.example/wrenfield/monthly',
            owner: 'Retail lending',
            steward: 'Credit risk',
            custodian: 'ML platform',
            properties: { people: '3.9 million', 'permitted use': 'lending decisions', retention: '6 years' },
          }),
        ],
        links: ['stored_in ml-platform/training-object-store@3.0'],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'loan-performance',
    name: 'Loan performance history',
    description:
      'Repayment month by month of every retail loan since 2009, with the default flag that all credit models learn from. The definition of default changed once; both flags are kept.',
    owner: 'marta',
    standing: 'validate 5 internal restricted',
    tags: 'labels ifrs9 regulatory',
    daysAgo: 722,
    versions: [
      { label: '2.0', daysAgo: 250, files: { 'performance.parquet': 18_204_118_009, 'dictionary.xlsx': 214_880 }, signature: 'unsigned' },
      {
        label: '2.1',
        daysAgo: 118,
        files: { 'performance.parquet': 18_790_442_119, 'dictionary.xlsx': 221_004, 'reconciliation.pdf': 884_310 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Loan performance history',
            description: 'One row per loan and month, reconciled with the general ledger to the penny.',
            classification: 'restricted',
            sensitive: ['income at application', 'arrears', 'forbearance'],
            owner: 'Finance and risk reporting',
            steward: 'Credit risk',
            custodian: 'ML platform',
            properties: { loans: '2.2 million', 'default definition': '90 days past due, from 2021 as the regulator defines it' },
          }),
        ],
        links: ['stored_in ml-platform/training-object-store@3.0', 'built_by credit-data-checks@1.6.0'],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'credit-features',
    name: 'Retail credit features',
    description:
      'Ninety-four features at the date of application. Sex, nationality and postcode are left out; a test looks for features that stand in for them.',
    owner: 'rafael',
    standing: 'develop 4 internal restricted',
    tags: 'features fairness',
    daysAgo: 330,
    versions: [
      {
        label: '11',
        daysAgo: 112,
        files: { 'features.parquet': 6_204_880_117, 'definitions.yaml': 38_204 },
        signature: 'unsigned',
        links: ['derived_from bureau-extract-raw@119', 'derived_from loan-performance@2.1', 'built_by credit-training@2.4.0'],
      },
      {
        label: '12',
        daysAgo: 55,
        files: { 'features.parquet': 6_311_402_880, 'definitions.yaml': 39_417, 'proxy-test.json': 12_208 },
        signature: 'verified',
        data: [
          dataCard({
            name: 'Retail credit features',
            description: 'Features of 2.0 million applications, with the outcome after 18 months.',
            classification: 'restricted',
            sensitive: ['credit history', 'income'],
            owner: 'Credit risk',
            custodian: 'ML platform',
            properties: { features: '94', 'strongest stand-in for nationality': 'length of address history, correlation 0.31' },
          }),
        ],
        links: [
          'derived_from bureau-extract-raw@121',
          'derived_from loan-performance@2.1',
          'built_by credit-training@2.5.0',
          'stored_in ml-platform/feature-store@5.1',
        ],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'kyc-documents',
    name: 'KYC identity documents',
    description:
      'Scans of passports, payslips and utility bills from onboarding. The most sensitive files that any model of the bank reads; each access is meant to carry a case number.',
    owner: 'siobhan',
    standing: 'collect 5 internal restricted',
    tags: 'kyc personal-data documents',
    daysAgo: 540,
    versions: [
      {
        label: 'sample-3',
        daysAgo: 180,
        files: { 'scans.tar': 96_204_118_772, 'index.csv': 48_220_114 },
        signature: 'unsigned',
        data: [
          dataCard({
            name: 'KYC identity documents, sample for training',
            description: 'Scans of 180 000 documents whose owners agreed to their use for improving onboarding.',
            classification: 'restricted',
            sensitive: ['passport image', 'photograph', 'payslip', 'home address'],
            owner: 'Customer onboarding',
            steward: 'Credit risk',
            properties: { documents: '180 000', consent: 'recorded per document; 412 withdrawals not yet removed' },
          }),
        ],
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'income-labels',
    name: 'Income labels',
    description:
      'Net income typed from payslips by an outside bureau. Delivered by mail attachment so far; no version has been registered.',
    owner: 'rafael',
    standing: 'validate 3 partner restricted',
    tags: 'labels vendor',
    daysAgo: 96,
  },
  {
    kind: 'dataset',
    key: 'open-banking-transactions',
    name: 'Open banking transactions',
    description: 'Accounts at other banks that applicants let us read for 90 days. The consent ends; the data have to end with it.',
    owner: 'rafael',
    standing: 'collect 4 partner restricted',
    tags: 'open-banking consent retention',
    daysAgo: 199,
    origin: 'connector',
    originRef: 'https://api.openbanking-hub.example/v3',
    versions: [
      {
        label: '0.9',
        daysAgo: 71,
        files: { 'transactions.parquet': 11_204_880_431, 'consents.parquet': 318_220_117 },
        signature: 'unsigned',
      },
    ],
  },
  {
    kind: 'dataset',
    key: 'affordability-survey',
    name: 'Household spending survey',
    description: 'Public statistics on household spending, used to test affordability. Downloaded once; nobody recorded from where.',
    owner: null,
    standing: 'validate 2 internal public',
    tags: 'public-data statistics',
    daysAgo: 505,
    versions: [
      { label: '2024', daysAgo: 505, by: 'marta', files: { 'spending.csv': 14_220_118 }, signature: 'unknown', licence: 'OGL-UK-3.0' },
    ],
  },
];
