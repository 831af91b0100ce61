/**
 * Where lower domains get what they need of higher ones. Access offers interfaces — what teams hold, what an asset's id stands for — and knows
 * nobody who fulfils them; here they are put together, explicitly, for the router and for pages alike.
 */
import { explainOperations } from './access/explain/procedures.ts';
import { writesNotices } from './access/notices/queries.ts';
import { remindsOf } from './access/notices/reminders/commands.ts';
import type { Holdings } from './access/teams/holdings.ts';
import { teamHoldingOperations } from './access/teams/procedures.ts';
import { leavingOperationsOf } from './access/users/leaving/procedures.ts';
import { getAsset } from './assets/queries.ts';
import { ownedAssets } from './assets/takeover/commands.ts';
import { moveEveryAsset } from './assets/teams/commands.ts';
import { countActive, countByTeam } from './assets/teams/queries.ts';
import { countUnderWay } from './exchange/imports/running/queries.ts';
import { waiverJobs } from './gates/waivers/jobs.ts';
import { historyJobs } from './insights/history/jobs.ts';
import type { JobDefinition } from './platform/jobs.ts';
import { beforeCommit } from './platform/transact.ts';
import { approvalJobs } from './reviews/approvals/jobs.ts';
import { stalesApprovals } from './reviews/approvals/staleness/commands.ts';
import { reviewJobs } from './reviews/jobs.ts';
import { asksByPolicies } from './reviews/policies/asking/commands.ts';
import { policyJobs } from './reviews/policies/jobs.ts';
import { dueReviews, dueTasks } from './reviews/reminders/queries.ts';
import { scheduleJobs } from './reviews/schedules/jobs.ts';
import { heldSeats, ownedTasks } from './reviews/takeover/commands.ts';
import { acceptanceJobs } from './risks/acceptances/jobs.ts';
import { acceptanceContents } from './risks/acceptances/notices/queries.ts';
import { settlesItsAssets } from './risks/posture/due/commands.ts';
import { postureJobs } from './risks/posture/jobs.ts';
import { ownedRisks } from './risks/register/takeover/commands.ts';
import { safeguardJobs } from './risks/safeguards/inheritance/jobs.ts';
import { ownedSafeguards } from './risks/safeguards/takeover/commands.ts';

const holdings: Holdings = {
  countAssets: countByTeam,
  hindrances: async (change, teamId) => [
    { count: await countActive(change, teamId), one: 'active asset', many: 'active assets' },
    { count: await countUnderWay(change, teamId), one: 'import under way', many: 'imports under way' },
  ],
  moveAssets: moveEveryAsset,
};

export const heldTeamOperations = teamHoldingOperations(holdings);
export const accessOperations = explainOperations(getAsset);

/** What somebody may own, to be taken over when they leave. A new domain that knows owners adds its part here. */
export const leavingOperations = leavingOperationsOf([ownedAssets, ownedRisks, ownedSafeguards, heldSeats, ownedTasks]);

/** The server's jobs beside those of access and exchange. A new domain that has jobs adds its part here. */
export const jobsBeside: readonly JobDefinition[] = [
  ...postureJobs,
  ...approvalJobs,
  ...safeguardJobs,
  ...acceptanceJobs,
  ...reviewJobs,
  ...waiverJobs,
  ...policyJobs,
  ...scheduleJobs,
  ...historyJobs,
];

// Said wherever this is loaded: by the router, by pages and by the server's jobs.
beforeCommit('posture', settlesItsAssets);
beforeCommit('approvals', stalesApprovals);
beforeCommit('review policies', asksByPolicies);
writesNotices(acceptanceContents);
remindsOf(dueReviews);
remindsOf(dueTasks);
