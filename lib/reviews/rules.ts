/** What reviews are about, how they stand, and what becomes of them: the words and the state machine. Pure and browser-safe; the time is passed in. */

export const subjects = ['version', 'transition', 'acceptance', 'change', 'access', 'dataset'] as const;
export type Subject = (typeof subjects)[number];
export const subjectLabels: Record<Subject, string> = {
  version: 'Version',
  transition: 'Stage transition',
  acceptance: 'Risk acceptance',
  change: 'Change',
  access: 'Access',
  dataset: 'Dataset',
};

export const reviewStates = ['open', 'approved', 'conditions', 'changes', 'rejected', 'withdrawn', 'stale'] as const;
export type ReviewState = (typeof reviewStates)[number];
export const stateLabels: Record<ReviewState, string> = {
  open: 'Open',
  approved: 'Approved',
  conditions: 'Approved with conditions',
  changes: 'Changes requested',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  stale: 'Stale',
};

export const decisions = ['approve', 'conditions', 'changes', 'reject'] as const;
export type Decision = (typeof decisions)[number];
export const decisionLabels: Record<Decision, string> = {
  approve: 'Approve',
  conditions: 'Approve with conditions',
  changes: 'Request changes',
  reject: 'Reject',
};
/** The same as what somebody did. */
export const decidedLabels: Record<Decision, string> = {
  approve: 'approved',
  conditions: 'approved with conditions',
  changes: 'requested changes',
  reject: 'rejected',
};

export const answers = ['yes', 'no', 'not_applicable'] as const;
export type Answer = (typeof answers)[number];
export const answerLabels: Record<Answer, string> = { yes: 'Yes', no: 'No', not_applicable: 'Not applicable' };

export const evidenceNeeds = ['none', 'optional', 'required'] as const;
export type EvidenceNeed = (typeof evidenceNeeds)[number];
export const evidenceLabels: Record<EvidenceNeed, string> = {
  none: 'No evidence asked for',
  optional: 'Evidence welcome',
  required: 'Evidence required',
};

/** How a template names its reviewers. */
export const reviewerWays = ['person', 'role', 'team_lead', 'owner_lead', 'team', 'organisation_role'] as const;
export type ReviewerWay = (typeof reviewerWays)[number];
export const reviewerLabels: Record<ReviewerWay, string> = {
  person: 'A person',
  role: 'Whoever holds a role in the team',
  team_lead: 'A lead of the team',
  owner_lead: 'The lead of the owner’s team',
  team: 'Anyone of the team who may decide',
  organisation_role: 'Whoever holds a role in the organisation',
};

/** The pool of all who may decide in the team, whatever their role. */
export const anyRole = 'any';

export const causes = ['hand', 'bulk', 'schedule', 'policy'] as const;
export type Cause = (typeof causes)[number];
export const causeLabels: Record<Cause, string> = { hand: 'By hand', bulk: 'In bulk', schedule: 'By schedule', policy: 'By policy' };

export const seatSources = ['hand', 'template', 'rule', 'balanced', 'delegated', 'escalated'] as const;
export type SeatSource = (typeof seatSources)[number];
export const sourceLabels: Record<SeatSource, string> = {
  hand: 'Assigned by hand',
  template: 'By the template',
  rule: 'By rule',
  balanced: 'Balanced',
  delegated: 'Delegated',
  escalated: 'Escalated',
};

/** How seats are filled when many are assigned at once, and when a schedule or policy asks. */
export const assignmentWays = ['template', 'hand', 'owner_lead', 'pool', 'balanced'] as const;
export type AssignmentWay = (typeof assignmentWays)[number];
export const assignmentLabels: Record<AssignmentWay, string> = {
  template: 'As the template says',
  hand: 'People I choose',
  owner_lead: 'The lead of the owner’s team',
  pool: 'Anyone with a role',
  balanced: 'Balanced: fewest open, then longest idle',
};

/** A review has this many seats at most, and its quorum is no more. */
export const mostSeats = 20;
/** Many reviews are asked for, or assigned, at once: so many at most. */
export const mostAtOnce = 10_000;

export const reviewSorts = ['due', '-due', 'requested', '-requested', 'decided', '-decided', 'title', '-title'] as const;
export type ReviewSort = (typeof reviewSorts)[number];
export const reviewFacets = [
  'status',
  'subject',
  'kind',
  'stage',
  'template',
  'team',
  'reviewer',
  'requester',
  'overdue',
  'cause',
  'asset',
  'breakGlass',
] as const;
export type ReviewFacet = (typeof reviewFacets)[number];

/** "7d": within so many days from now. */
export const daysAround = /^([1-9]\d{0,2})d$/;

/** Waits for votes. */
export const isOpen = (status: ReviewState): boolean => status === 'open';
/** Gave an approval that has not been taken away since. */
export const isApproved = (status: ReviewState): boolean => status === 'approved' || status === 'conditions';
/** Somebody still has to do something: vote, or mend and open it again. */
export const isWaiting = (status: ReviewState): boolean => status === 'open' || status === 'changes';
/** Waits for votes longer than it should. */
export const isOverdue = ({ status, dueAt }: { status: ReviewState; dueAt: Date }, at: Date): boolean => isOpen(status) && dueAt <= at;

export type Vote = { by: string; round: number; decision: Decision; breakGlass: boolean };
/** A task stands as long as its round does: a new round sets its own conditions. */
export type Task = { id: string; round: number; dueAt: Date; done: boolean; missed: boolean };

/** All of a review that decides what may become of it. */
export type Standing = {
  status: ReviewState;
  round: number;
  quorum: number;
  /** Of all rounds. */
  votes: readonly Vote[];
  /** Of all rounds. */
  tasks: readonly Task[];
  breakGlass: boolean;
};

type NewTask = Pick<Task, 'id' | 'dueAt'>;

export type ReviewEvent =
  /** `barred`: separation of duties or rights keep them from it. `complete`: the checklist is answered, with the evidence it requires. */
  | { what: 'vote'; by: string; decision: Decision; barred: boolean; seated: boolean; complete: boolean; tasks: readonly NewTask[] }
  | { what: 'break-glass'; by: string; barred: boolean; reason: string }
  | { what: 'task-done'; id: string }
  | { what: 'task-undone'; id: string }
  /** The time has come at which tasks are missed. */
  | { what: 'tasks-due'; at: Date }
  | { what: 'reopen' }
  | { what: 'withdraw' }
  /** What was approved has changed, or time ran out. */
  | { what: 'stale' };

export const refusals = {
  decided: 'This review was decided meanwhile. Load the page again.',
  'not-open': 'This review is not open any more. Load the page again.',
  barred: 'You may not decide on this review.',
  'not-seated': 'You were not asked to look at this. Claim a seat, or have yourself assigned.',
  voted: 'You have decided already in this round.',
  incomplete: 'Answer every required question of the checklist first, with the evidence it asks for.',
  'without-tasks': 'An approval with conditions says what is to be done, by whom and until when.',
  'with-tasks': 'Tasks belong to an approval with conditions.',
  'without-reason': 'Say why the ordinary way cannot be waited for.',
  'no-changes': 'No changes were requested, so there is nothing to open again.',
  'no-task': 'There is no such task that could be changed.',
  'nothing-due': 'No task was missed.',
  'not-approved': 'This review has not been approved.',
} as const;
export type Refusal = keyof typeof refusals;

/** Who approves in a round, each once, whatever the order and number of their votes. Whoever broke the glass had no seat and no checklist: they do not count. */
export function approversOf({ votes, round }: Pick<Standing, 'votes' | 'round'>): string[] {
  return [...new Set(votes.filter((vote) => vote.round === round && isApproval(vote.decision) && !vote.breakGlass).map(({ by }) => by))];
}

const isApproval = (decision: Decision) => decision === 'approve' || decision === 'conditions';

/** A break-glass decision takes so many different people. */
export const breakGlassPeople = 2;

/** Whoever broke the glass in this round, each once. */
export function breakersOf({ votes, round }: Pick<Standing, 'votes' | 'round'>): string[] {
  return [...new Set(votes.filter((vote) => vote.round === round && vote.breakGlass && isApproval(vote.decision)).map(({ by }) => by))];
}

/** What becomes of a review by an event, or why nothing does. Never an approved state without the quorum of different people in that round. */
export function next(standing: Standing, event: ReviewEvent): { next: Standing } | { refused: Refusal } {
  switch (event.what) {
    case 'vote':
      return vote(standing, event);
    case 'break-glass':
      return breakGlass(standing, event);
    case 'task-done':
    case 'task-undone':
      return task(standing, event.id, event.what === 'task-done');
    case 'tasks-due':
      return missed(standing, event.at);
    case 'reopen':
      if (standing.status !== 'changes') return { refused: 'no-changes' };
      return { next: { ...standing, status: 'open', round: standing.round + 1 } };
    case 'withdraw':
      if (!isWaiting(standing.status)) return { refused: 'decided' };
      return { next: { ...standing, status: 'withdrawn' } };
    case 'stale':
      if (!isApproved(standing.status)) return { refused: 'not-approved' };
      return { next: { ...standing, status: 'stale' } };
  }
}

type Of<What extends ReviewEvent['what']> = Extract<ReviewEvent, { what: What }>;

/** What keeps anybody from deciding, in either way. */
function hindrance({ status, votes, round }: Standing, by: string, barred: boolean): Refusal | null {
  if (status !== 'open') return isWaiting(status) ? 'not-open' : 'decided';
  if (barred) return 'barred';
  return votes.some((each) => each.round === round && each.by === by) ? 'voted' : null;
}

function vote(
  standing: Standing,
  { by, decision, barred, seated, complete, tasks }: Of<'vote'>,
): { next: Standing } | { refused: Refusal } {
  const hindered = hindrance(standing, by, barred);
  if (hindered) return { refused: hindered };
  if (!seated) return { refused: 'not-seated' };
  if (isApproval(decision) && !complete) return { refused: 'incomplete' };
  if (decision === 'conditions' && tasks.length === 0) return { refused: 'without-tasks' };
  if (decision !== 'conditions' && tasks.length > 0) return { refused: 'with-tasks' };
  const votes = [...standing.votes, { by, round: standing.round, decision, breakGlass: false }];
  const asked = tasks.map(({ id, dueAt }) => ({ id, dueAt, round: standing.round, done: false, missed: false }));
  const voted = { ...standing, votes, tasks: [...standing.tasks, ...asked] };
  if (decision === 'reject') return { next: { ...voted, status: 'rejected' } };
  if (decision === 'changes') return { next: { ...voted, status: 'changes' } };
  if (approversOf(voted).length < standing.quorum) return { next: voted };
  // Whoever broke the glass came without seat or checklist: where the quorum takes them, the review is marked.
  const ordinary = approversOf({ ...voted, votes: votes.filter((each) => !each.breakGlass) }).length;
  return { next: { ...voted, status: approvedAs(voted), breakGlass: standing.breakGlass || ordinary < standing.quorum } };
}

/** With conditions, where a task of this round is still to be done. */
const approvedAs = ({ tasks, round }: Pick<Standing, 'tasks' | 'round'>): ReviewState =>
  tasks.some((each) => each.round === round && !each.done) ? 'conditions' : 'approved';

function breakGlass(standing: Standing, { by, barred, reason }: Of<'break-glass'>): { next: Standing } | { refused: Refusal } {
  const hindered = hindrance(standing, by, barred);
  if (hindered) return { refused: hindered };
  if (reason.trim() === '') return { refused: 'without-reason' };
  const votes = [...standing.votes, { by, round: standing.round, decision: 'approve' as const, breakGlass: true }];
  const voted = { ...standing, votes };
  if (breakersOf(voted).length < breakGlassPeople) return { next: voted };
  return { next: { ...voted, status: approvedAs(voted), breakGlass: true } };
}

function task(standing: Standing, id: string, done: boolean): { next: Standing } | { refused: Refusal } {
  const found = standing.tasks.find((each) => each.id === id);
  const open = standing.status === 'open' || isApproved(standing.status);
  if (!found || found.round !== standing.round || found.missed || found.done === done || !open) return { refused: 'no-task' };
  const changed = { ...standing, tasks: standing.tasks.map((each) => (each.id === id ? { ...each, done } : each)) };
  return { next: isApproved(standing.status) ? { ...changed, status: approvedAs(changed) } : changed };
}

/** Whoever approved did so on the word that these be done: what is missed opens the review again, and votes are cast anew. */
function missed(standing: Standing, at: Date): { next: Standing } | { refused: Refusal } {
  const late = (each: Task) => each.round === standing.round && !each.done && each.dueAt <= at;
  if (standing.status !== 'conditions' || !standing.tasks.some(late)) return { refused: 'nothing-due' };
  const tasks = standing.tasks.map((each) => (late(each) ? { ...each, missed: true } : each));
  return { next: { ...standing, tasks, status: 'open', round: standing.round + 1 } };
}
