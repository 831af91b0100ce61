import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sentences } from '#lib/access/audit/sentence-rules.ts';
import {
  approversOf,
  breakersOf,
  type Decision,
  decisions,
  isApproved,
  isOverdue,
  isWaiting,
  next,
  type ReviewEvent,
  type ReviewState,
  reviewStates,
  type Standing,
  type Task,
  type Vote,
} from './rules.ts';

const at = new Date('2026-11-23T10:00:00Z');
const later = new Date('2026-12-01T10:00:00Z');
const fresh: Standing = { status: 'open', round: 1, quorum: 1, votes: [], tasks: [], breakGlass: false };
const cast = (by: string, decision: Decision, round = 1, breakGlass = false): Vote => ({ by, round, decision, breakGlass });
const task = (given: Partial<Task> = {}): Task => ({ id: 't', round: 1, dueAt: later, done: false, missed: false, ...given });
const voting = (by: string, decision: Decision, given: Partial<Extract<ReviewEvent, { what: 'vote' }>> = {}): ReviewEvent => ({
  ...{ what: 'vote', by, decision, barred: false, seated: true, complete: true },
  tasks: decision === 'conditions' ? [{ id: 't', dueAt: later }] : [],
  ...given,
});
const outcome = (standing: Standing, event: ReviewEvent): string => {
  const result = next(standing, event);
  return 'refused' in result ? result.refused : result.next.status;
};

describe('what becomes of a review', () => {
  const two = { ...fresh, quorum: 2 };
  const withOne = { ...two, votes: [cast('a', 'approve')] };
  const conditional = { ...fresh, status: 'conditions' as const, votes: [cast('a', 'conditions')], tasks: [task()] };
  test.each<[string, Standing, ReviewEvent, string]>([
    ['one approval of one', fresh, voting('a', 'approve'), 'approved'],
    ['one approval of two', two, voting('a', 'approve'), 'open'],
    ['the second of two', withOne, voting('b', 'approve'), 'approved'],
    ['the same person twice', withOne, voting('a', 'approve'), 'voted'],
    ['the same person, who thinks otherwise by now', withOne, voting('a', 'reject'), 'voted'],
    ['a rejection', withOne, voting('b', 'reject'), 'rejected'],
    ['a request for changes', withOne, voting('b', 'changes'), 'changes'],
    ['an approval with conditions', fresh, voting('a', 'conditions'), 'conditions'],
    [
      'conditions of the first, none of the second',
      { ...withOne, votes: [cast('a', 'conditions')], tasks: [task()] },
      voting('b', 'approve'),
      'conditions',
    ],
    ['conditions that were met before the quorum', { ...withOne, tasks: [task({ done: true })] }, voting('b', 'approve'), 'approved'],
    ['conditions without a task', fresh, voting('a', 'conditions', { tasks: [] }), 'without-tasks'],
    ['tasks without conditions', fresh, voting('a', 'approve', { tasks: [{ id: 't', dueAt: later }] }), 'with-tasks'],
    ['an approval before the checklist is complete', fresh, voting('a', 'approve', { complete: false }), 'incomplete'],
    ['a rejection before the checklist is complete', fresh, voting('a', 'reject', { complete: false }), 'rejected'],
    ['a vote without a seat', fresh, voting('a', 'approve', { seated: false }), 'not-seated'],
    ['a vote of somebody who may not', fresh, voting('a', 'reject', { barred: true }), 'barred'],
    ['a vote while changes are made', { ...fresh, status: 'changes' }, voting('a', 'approve'), 'not-open'],
    ['a vote once it is decided', { ...fresh, status: 'approved' }, voting('a', 'approve'), 'decided'],
    ['votes of the round before', { ...two, round: 2, votes: [cast('a', 'approve', 1)] }, voting('b', 'approve'), 'open'],
    ['the first who breaks the glass', two, { what: 'break-glass', by: 'a', barred: false, reason: 'Fire' }, 'open'],
    [
      'the second',
      { ...two, votes: [cast('a', 'approve', 1, true)] },
      { what: 'break-glass', by: 'b', barred: false, reason: 'Fire' },
      'approved',
    ],
    [
      'the first once more',
      { ...two, votes: [cast('a', 'approve', 1, true)] },
      { what: 'break-glass', by: 'a', barred: false, reason: 'Fire' },
      'voted',
    ],
    [
      'the second, after an ordinary vote',
      { ...two, quorum: 3, votes: [cast('a', 'approve')] },
      { what: 'break-glass', by: 'b', barred: false, reason: 'Fire' },
      'open',
    ],
    [
      'the last of an ordinary quorum, after somebody broke the glass',
      { ...two, votes: [cast('a', 'approve', 1, true)] },
      voting('b', 'approve'),
      'open',
    ],
    ['the glass without a reason', fresh, { what: 'break-glass', by: 'a', barred: false, reason: ' ' }, 'without-reason'],
    ['the glass by somebody who may not', fresh, { what: 'break-glass', by: 'a', barred: true, reason: 'Fire' }, 'barred'],
    ['the last task done', conditional, { what: 'task-done', id: 't' }, 'approved'],
    ['one of two tasks done', { ...conditional, tasks: [task(), task({ id: 'u' })] }, { what: 'task-done', id: 't' }, 'conditions'],
    ['a task done twice', { ...conditional, tasks: [task({ done: true })] }, { what: 'task-done', id: 't' }, 'no-task'],
    [
      'a task that is not done after all',
      { ...conditional, status: 'approved', tasks: [task({ done: true })] },
      { what: 'task-undone', id: 't' },
      'conditions',
    ],
    ['a task of the round before', { ...conditional, status: 'open', round: 2 }, { what: 'task-done', id: 't' }, 'no-task'],
    ['a task that is not due', conditional, { what: 'tasks-due', at }, 'nothing-due'],
    ['a task that is missed', conditional, { what: 'tasks-due', at: later }, 'open'],
    ['a task that was done in time', { ...conditional, tasks: [task({ done: true })] }, { what: 'tasks-due', at: later }, 'nothing-due'],
    ['opened again after changes', { ...fresh, status: 'changes' }, { what: 'reopen' }, 'open'],
    ['opened again without changes', { ...fresh, status: 'rejected' }, { what: 'reopen' }, 'no-changes'],
    ['withdrawn while it waits', fresh, { what: 'withdraw' }, 'withdrawn'],
    ['withdrawn while changes are made', { ...fresh, status: 'changes' }, { what: 'withdraw' }, 'withdrawn'],
    ['withdrawn once it is decided', conditional, { what: 'withdraw' }, 'decided'],
    ['stale', conditional, { what: 'stale' }, 'stale'],
    ['stale, and never approved', fresh, { what: 'stale' }, 'not-approved'],
  ])('%s', (_, standing, event, expected) => {
    expect(outcome(standing, event)).toBe(expected);
  });

  it('begins a round of its own when it is opened again, and keeps what was', () => {
    const missed = next(conditional, { what: 'tasks-due', at: later });
    expect(missed).toMatchObject({ next: { status: 'open', round: 2, tasks: [{ missed: true }], votes: [{ by: 'a', round: 1 }] } });
    expect(next({ ...withOne, status: 'changes' }, { what: 'reopen' })).toMatchObject({ next: { round: 2, votes: [{ by: 'a' }] } });
  });

  it('changes nothing of what it was given', () => {
    const frozen = Object.freeze({ ...withOne, votes: Object.freeze([...withOne.votes]), tasks: Object.freeze([]) });
    expect(outcome(frozen, voting('b', 'conditions'))).toBe('conditions');
    expect(frozen).toEqual(withOne);
  });

  it('ends where nothing can be done any more', () => {
    const events: ReviewEvent[] = [
      ...decisions.map((decision) => voting('z', decision)),
      { what: 'reopen' },
      { what: 'withdraw' },
      { what: 'stale' },
      { what: 'task-done', id: 't' },
    ];
    for (const status of ['rejected', 'withdrawn', 'stale'] as const)
      for (const event of events) expect(next({ ...conditional, status }, event), `${status} ${event.what}`).toHaveProperty('refused');
  });
});

/** What a world may do to a review, by chance. People 0–4; 4 is barred always. */
const people = ['p0', 'p1', 'p2', 'p3', 'barred'];
const someone = fc.constantFrom(...people);
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('vote' as const),
      by: someone,
      decision: fc.constantFrom(...decisions),
      seated: fc.boolean(),
      complete: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('break-glass' as const), by: someone, reason: fc.constantFrom('', 'Fire') }) },
  fc.record({ what: fc.constantFrom('task-done' as const, 'task-undone' as const), index: fc.nat(4) }),
  fc.record({ what: fc.constantFrom('tasks-due' as const), days: fc.integer({ min: 0, max: 30 }) }),
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('reopen' as const) }) },
  fc.record({ what: fc.constantFrom('withdraw' as const, 'stale' as const) }),
  // Somebody becomes an owner or is none any more: their votes count no longer, or again.
  fc.record({ what: fc.constant('conflict' as const), who: someone }),
);

describe('whatever happens, in whatever order', () => {
  it('is never approved without the quorum of different people of that round, nor fresh once it went stale', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(happening, { maxLength: 60 }), (quorum, happenings) => {
        let standing: Standing = { ...fresh, quorum };
        let count = 0;
        let staled = false;
        const conflicted = new Set(['barred']);
        // What truly happened, told apart from the machine: who approved in which round.
        const truth: { by: string; round: number; approves: boolean; glass: boolean }[] = [];
        for (const each of happenings) {
          if (each.what === 'conflict') {
            if (each.who !== 'barred') conflicted[conflicted.has(each.who) ? 'delete' : 'add'](each.who);
            continue;
          }
          const event = eventOf(each, standing, conflicted, () => `t${count++}`);
          // As the command gives it: votes of those who may not decide by now are left out.
          const counted = { ...standing, votes: standing.votes.filter(({ by }) => !conflicted.has(by)) };
          const result = next(counted, event);
          if ('refused' in result) continue;
          const before = standing.status;
          const kept = [...standing.votes, ...result.next.votes.slice(counted.votes.length)];
          standing = { ...result.next, votes: kept };
          if (event.what === 'vote' || event.what === 'break-glass')
            truth.push({
              by: event.by,
              round: counted.round,
              approves: event.what === 'break-glass' || event.decision === 'approve' || event.decision === 'conditions',
              glass: event.what === 'break-glass',
            });
          if (before === 'stale') staled = true;
          check(standing, before, truth, conflicted, quorum);
          expect(staled && isApproved(standing.status)).toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function eventOf(
  each: Exclude<Happening, { what: 'conflict' }>,
  standing: Standing,
  conflicted: ReadonlySet<string>,
  id: () => string,
): ReviewEvent {
  switch (each.what) {
    case 'vote': {
      const tasks = each.decision === 'conditions' ? [{ id: id(), dueAt: later }] : [];
      return { ...each, barred: conflicted.has(each.by), tasks };
    }
    case 'break-glass':
      return { ...each, barred: conflicted.has(each.by) };
    case 'task-done':
    case 'task-undone':
      return { what: each.what, id: standing.tasks[each.index]?.id ?? 'none' };
    case 'tasks-due':
      return { what: 'tasks-due', at: new Date(at.getTime() + each.days * 86_400_000) };
    default:
      return { what: each.what };
  }
}

function check(
  standing: Standing,
  before: ReviewState,
  truth: readonly { by: string; round: number; approves: boolean; glass: boolean }[],
  conflicted: ReadonlySet<string>,
  quorum: number,
) {
  const { status, round, tasks } = standing;
  const inRound = truth.filter((vote) => vote.round === round);
  expect(new Set(inRound.map(({ by }) => by)).size).toBe(inRound.length);
  if (isApproved(status) && !isApproved(before)) {
    const approving = new Set(inRound.filter(({ approves, glass, by }) => approves && !glass && !conflicted.has(by)).map(({ by }) => by));
    const broke = new Set(inRound.filter(({ glass, by }) => glass && !conflicted.has(by)).map(({ by }) => by));
    expect(approving.size >= quorum || (standing.breakGlass && broke.size >= 2)).toBe(true);
    // Without the mark, the quorum is of those who came the ordinary way.
    expect(standing.breakGlass || [...approving].filter((by) => !broke.has(by)).length >= quorum).toBe(true);
    expect(approving.has('barred')).toBe(false);
    expect(inRound.every(({ approves }) => approves)).toBe(true);
  }
  if (status === 'approved') expect(tasks.some((each) => each.round === round && !each.done)).toBe(false);
  if (status === 'conditions') expect(tasks.some((each) => each.round === round && !each.done)).toBe(true);
  if (status === 'open' && isWaiting(before) && before === 'open')
    expect(approversOf(standing).filter((by) => !conflicted.has(by)).length).toBeLessThanOrEqual(people.length);
  expect(breakersOf(standing).length).toBeLessThanOrEqual(2 + conflicted.size);
}

test('overdue is what is open past its day', () => {
  for (const status of reviewStates) expect(isOverdue({ status, dueAt: at }, later)).toBe(status === 'open');
  expect(isOverdue({ status: 'open', dueAt: later }, at)).toBe(false);
  expect(isOverdue({ status: 'open', dueAt: at }, at)).toBe(true);
});

test('every event of a review has its sentence', () => {
  for (const what of [
    'requested',
    'voted',
    'approved',
    'approved_with_conditions',
    'changes_requested',
    'rejected',
    'reopened',
    'withdrawn',
    'glass_broken',
  ])
    expect(sentences).toHaveProperty([`review.${what}`]);
});
