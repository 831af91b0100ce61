/** Controls that are told by name: what teams offer to their assets, what follows an upstream asset, and what does not apply. */
import type { PersonKey } from '../people.ts';
import type { TeamKey } from '../teams.ts';

export type Offer = {
  team: TeamKey;
  control: string;
  by: PersonKey;
  verifier: PersonKey;
  plannedAgo: number;
  doneAgo: number | null;
  verifiedAgo: number | null;
};

const offer = (team: TeamKey, control: string, by: PersonKey, verifier: PersonKey, days: [number, number | null, number | null]): Offer => {
  const [plannedAgo, doneAgo, verifiedAgo] = days;
  return { team, control, by, verifier, plannedAgo, doneAgo, verifiedAgo };
};

export const offers: Offer[] = [
  offer('ml-platform', 'strong-authentication', 'aroha', 'tomasz', [208, 181, 170]),
  offer('ml-platform', 'vulnerability-management', 'aroha', 'priya', [196, 160, 149]),
  offer('ml-platform', 'incident-response', 'aroha', 'mateus', [120, 44, 12]),
  offer('fraud-analytics', 'two-person-review', 'dana', 'mateus', [157, 139, 126]),
  offer('fraud-analytics', 'ai-telemetry', 'dana', 'tomasz', [117, 70, 51]),
  offer('credit-risk', 'least-privilege-access', 'oluwaseun', 'priya', [203, 150, 128]),
  offer('credit-risk', 'security-training', 'oluwaseun', 'mateus', [92, 58, null]),
  offer('customer-assistant', 'strong-authentication', 'leila', 'tomasz', [110, 82, 66]),
  offer('customer-assistant', 'input-output-guardrails', 'leila', 'mateus', [98, 54, 33]),
  offer('marketing-personalisation', 'security-training', 'eleanor', 'priya', [61, null, null]),
];

export type Legacy = { asset: string; from: string; control: string; by: PersonKey; daysAgo: number };

export const legacies: Legacy[] = [
  {
    asset: 'fraud-analytics/card-features',
    from: 'fraud-analytics/card-transactions-clean',
    control: 'training-data-validation',
    by: 'yusuf',
    daysAgo: 90,
  },
  {
    asset: 'fraud-analytics/card-transactions-clean',
    from: 'fraud-analytics/card-transactions-raw',
    control: 'dataset-provenance',
    by: 'hana',
    daysAgo: 84,
  },
  {
    asset: 'fraud-analytics/card-fraud-scorer-lite',
    from: 'fraud-analytics/card-fraud-scorer',
    control: 'artifact-signing',
    by: 'callum',
    daysAgo: 52,
  },
  {
    asset: 'credit-risk/credit-features',
    from: 'credit-risk/bureau-extract-raw',
    control: 'data-source-approval',
    by: 'rafael',
    daysAgo: 73,
  },
  {
    asset: 'customer-assistant/service-assistant',
    from: 'customer-assistant/assistant-gateway',
    control: 'query-limits',
    by: 'jonas',
    daysAgo: 38,
  },
  {
    asset: 'customer-assistant/transcripts-redacted',
    from: 'customer-assistant/call-transcripts-raw',
    control: 'data-minimisation',
    by: 'chiara',
    daysAgo: 35,
  },
];

export type Exclusion = { asset: string; control: string; by: PersonKey; daysAgo: number; reason: string };

export const exclusions: Exclusion[] = [
  {
    asset: 'fraud-analytics/card-fraud-scorer',
    control: 'human-approval',
    by: 'yusuf',
    daysAgo: 88,
    reason: 'A card payment is answered within 80 milliseconds: nobody can approve each. Declined payments have a phone line instead.',
  },
  {
    asset: 'credit-risk/retail-scorecard',
    control: 'adversarial-hardening',
    by: 'marta',
    daysAgo: 79,
    reason: 'A scorecard of ninety-four points has no gradient to attack; what an applicant may change is checked against documents.',
  },
  {
    asset: 'ml-platform/batch-compute',
    control: 'query-limits',
    by: 'samuel',
    daysAgo: 102,
    reason: 'It answers no queries: jobs are started by the scheduler, which has its own quota.',
  },
  {
    asset: 'customer-assistant/personal-data-redactor',
    control: 'ai-red-teaming',
    by: 'chiara',
    daysAgo: 27,
    reason: 'It cuts text and writes none. The red team tests it as part of the assistant.',
  },
  {
    asset: 'ml-platform/training-object-store',
    control: 'security-training',
    by: 'samuel',
    daysAgo: 64,
    reason: 'Nobody works on the store by hand; the people who run it are trained with the platform team.',
  },
  {
    asset: 'marketing-personalisation/next-best-offer',
    control: 'privacy-preserving-training',
    by: 'sofia',
    daysAgo: 20,
    reason: 'Accuracy fell below what marketing accepts; the score is kept inside the bank instead.',
  },
];
