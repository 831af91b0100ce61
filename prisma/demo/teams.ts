import type { DemoTeam } from './shape.ts';

export const organisation = { name: 'Wrenfield Bank', domain: 'wrenfieldbank.example' } as const;

export const teamKeys = ['fraud-analytics', 'credit-risk', 'customer-assistant', 'marketing-personalisation', 'ml-platform'] as const;
export type TeamKey = (typeof teamKeys)[number];

export const teams: DemoTeam[] = [
  { key: 'ml-platform', name: 'ML platform', lead: 'aroha', daysAgo: 742 },
  { key: 'fraud-analytics', name: 'Fraud analytics', lead: 'dana', daysAgo: 738 },
  { key: 'credit-risk', name: 'Credit risk', lead: 'oluwaseun', daysAgo: 735 },
  { key: 'customer-assistant', name: 'Customer assistant', lead: 'leila', daysAgo: 420 },
  { key: 'marketing-personalisation', name: 'Marketing personalisation', lead: 'eleanor', daysAgo: 611 },
];
