/** Every operation that Gatehouse offers. The paths in the tree are names for people; the routes stand with each operation. */

import { auditOperations } from './access/audit/procedures.ts';
import { factorOperations } from './access/factors/procedures.ts';
import { linkOperations } from './access/links/procedures.ts';
import { membershipOperations } from './access/memberships/procedures.ts';
import { inboxOperations } from './access/notices/inbox/procedures.ts';
import { webhookOperations } from './access/notices/webhooks/procedures.ts';
import { requestOperations } from './access/requests/procedures.ts';
import { roleOperations } from './access/roles/procedures.ts';
import { serviceAccountOperations } from './access/service-accounts/procedures.ts';
import { sessionOperations } from './access/sessions/procedures.ts';
import { settingsOperations } from './access/settings/procedures.ts';
import { setupOperations } from './access/setup/procedures.ts';
import { identityOperations, signInOperations, singleSignOnOperations } from './access/sso/procedures.ts';
import { teamOperations } from './access/teams/procedures.ts';
import { tokenOperations } from './access/tokens/procedures.ts';
import { administrationOperations } from './access/users/administration/procedures.ts';
import { invitationOperations } from './access/users/invitations/procedures.ts';
import { peopleListOperations } from './access/users/list/procedures.ts';
import { personOperations } from './access/users/page/procedures.ts';
import { accountOperations, directoryOperations } from './access/users/procedures.ts';
import { resetOperations } from './access/users/resets/procedures.ts';
import { viewOperations } from './access/views/procedures.ts';
import { lineageOperations } from './assets/lineage/procedures.ts';
import { assetOperations } from './assets/procedures.ts';
import { versionOperations } from './assets/versions/procedures.ts';
import { accessOperations, heldTeamOperations, leavingOperations } from './composition.ts';
import { auditExportOperations } from './exchange/audit/procedures.ts';
import { exportOperations } from './exchange/exports/procedures.ts';
import { importOperations } from './exchange/imports/procedures.ts';
import { riskExportOperations } from './exchange/risks/procedures.ts';
import { gateOperations } from './gates/procedures.ts';
import { waiverOperations } from './gates/waivers/procedures.ts';
import { historyOperations } from './insights/history/procedures.ts';
import { overviewOperations } from './insights/overview/procedures.ts';
import { insightOperations } from './insights/procedures.ts';
import { reportOperations } from './insights/report/procedures.ts';
import { workCalendarOperations } from './insights/work/calendar/procedures.ts';
import { workOperations } from './insights/work/procedures.ts';
import { reviewActivityOperations } from './reviews/activity/procedures.ts';
import { approvalOperations } from './reviews/approvals/procedures.ts';
import { reviewAssignmentOperations } from './reviews/assigning/procedures.ts';
import { commentOperations } from './reviews/comments/procedures.ts';
import { reviewDecisionOperations } from './reviews/deciding/procedures.ts';
import { delegationOperations } from './reviews/delegations/procedures.ts';
import { reviewFileOperations } from './reviews/files/procedures.ts';
import { reviewListOperations } from './reviews/list/procedures.ts';
import { policyOperations } from './reviews/policies/procedures.ts';
import { reviewOperations } from './reviews/procedures.ts';
import { reviewRequestOperations } from './reviews/requesting/procedures.ts';
import { scheduleOperations } from './reviews/schedules/procedures.ts';
import { templateOperations } from './reviews/templates/procedures.ts';
import { acceptanceOperations } from './risks/acceptances/procedures.ts';
import { catalogueOperations } from './risks/catalogue/procedures.ts';
import { recalculationOperations } from './risks/posture/recalculation/procedures.ts';
import { riskOperations } from './risks/register/procedures.ts';
import { safeguardBulkOperations } from './risks/safeguards/bulk/procedures.ts';
import { evidenceOperations } from './risks/safeguards/evidence/procedures.ts';
import { safeguardListOperations } from './risks/safeguards/list/procedures.ts';
import { safeguardOperations } from './risks/safeguards/procedures.ts';
import { signalOperations } from './risks/signals/procedures.ts';

export const router = {
  account: accountOperations,
  directory: directoryOperations,
  people: { ...peopleListOperations, ...administrationOperations, ...leavingOperations, page: personOperations },
  invitations: { ...invitationOperations, ...linkOperations },
  resets: resetOperations,
  sessions: sessionOperations,
  factors: factorOperations,
  notifications: inboxOperations,
  webhooks: webhookOperations,
  settings: settingsOperations,
  tokens: tokenOperations,
  serviceAccounts: serviceAccountOperations,
  setup: setupOperations,
  signIn: signInOperations,
  identities: identityOperations,
  singleSignOn: singleSignOnOperations,
  teams: { ...teamOperations, ...heldTeamOperations },
  members: membershipOperations,
  roles: roleOperations,
  access: { ...accessOperations, requests: requestOperations },
  audit: { ...auditOperations, ...auditExportOperations },
  views: viewOperations,
  assets: assetOperations,
  safeguards: { ...safeguardListOperations, ...safeguardOperations, many: safeguardBulkOperations, evidence: evidenceOperations },
  risks: { ...riskOperations, ...riskExportOperations },
  acceptances: acceptanceOperations,
  gates: gateOperations,
  waivers: waiverOperations,
  signals: signalOperations,
  reviews: {
    ...reviewListOperations,
    ...reviewOperations,
    ...reviewDecisionOperations,
    ...reviewAssignmentOperations,
    ...reviewRequestOperations,
  },
  delegations: delegationOperations,
  approvals: approvalOperations,
  reviewActivity: reviewActivityOperations,
  reviewComments: commentOperations,
  reviewFiles: reviewFileOperations,
  recalculations: recalculationOperations,
  insights: { ...insightOperations, ...historyOperations, ...overviewOperations },
  work: workOperations,
  workCalendar: workCalendarOperations,
  reports: reportOperations,
  imports: importOperations,
  exports: exportOperations,
  versions: versionOperations,
  lineage: lineageOperations,
  catalogue: catalogueOperations,
  reviewTemplates: templateOperations,
  reviewSchedules: scheduleOperations,
  reviewPolicies: policyOperations,
};

export type Router = typeof router;
