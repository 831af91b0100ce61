import { creditRisk } from './credit-risk.ts';
import { customerAssistant } from './customer-assistant.ts';
import { fraudAnalytics } from './fraud-analytics.ts';
import { marketingPersonalisation } from './marketing-personalisation.ts';
import { mlPlatform } from './ml-platform.ts';
import type { DemoAsset } from './shape.ts';
import type { TeamKey } from './teams.ts';

/** Everything the demonstration bank has, by team. */
export const assetsOfTeams: Record<TeamKey, DemoAsset[]> = {
  'ml-platform': mlPlatform,
  'fraud-analytics': fraudAnalytics,
  'credit-risk': creditRisk,
  'customer-assistant': customerAssistant,
  'marketing-personalisation': marketingPersonalisation,
};
