/** The state machine on Postgres, through the operations: whatever people do by chance, nothing is approved without its quorum, nor fresh once it changed. */
import { call } from '@orpc/server';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, makeVersion, type TestTeam } from '#lib/access/testing.ts';
import { AppError } from '#lib/platform/errors.ts';
import { owner } from '#lib/platform/testing.ts';
import { router } from '#lib/router.ts';
import { reopenAllMissed } from './jobs.ts';
import { isApproved, type ReviewState } from './rules.ts';
import { makeReview, makeSeat, makeTemplate } from './testing.ts';

const { vote, breakGlass, reopen, withdraw, taskDone, addSeat } = router.reviews;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let team: TestTeam;
let people: Actor[];
let lead: Actor;

beforeAll(async () => {
  team = await makeTeam();
  people = await Promise.all(['developer', 'ml_engineer', 'developer'].map((role) => makeActor([team, role as 'developer'])));
  lead = await makeActor([team, 'lead']);
  await makeOrganisationActor('security');
});

const who = fc.nat(2);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('vote' as const),
      who,
      decision: fc.constantFrom('approve' as const, 'conditions' as const, 'changes' as const, 'reject' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('approve' as const), who }) },
  fc.record({ what: fc.constant('glass' as const), who }),
  fc.record({ what: fc.constantFrom('reopen' as const, 'withdraw' as const, 'task' as const, 'missed' as const, 'expose' as const) }),
  fc.record({ what: fc.constant('own' as const), who }),
  fc.record({ what: fc.constant('away' as const), who, to: who }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Refusals are as good as anything: what must not happen is told by what stands afterwards. */
const tried = (work: Promise<unknown>) =>
  work.catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof AppError ? error.cause : error;
    if (!(cause instanceof AppError)) throw error;
  });

async function take(id: string, assetId: string, each: Step): Promise<unknown> {
  const { rows } = await owner.query<{ round: number; version: number }>('SELECT round, version FROM reviews WHERE id = $1', [id]);
  const { round = 1, version = 1 } = rows[0] ?? {};
  const actor = 'who' in each ? (people[each.who] as Actor) : lead;
  switch (each.what) {
    case 'approve':
      return tried(call(vote, { id, round, decision: 'approve' }, as(actor)));
    case 'vote': {
      const comment = 'By chance.';
      if (each.decision !== 'conditions') return tried(call(vote, { id, round, decision: each.decision, comment }, as(actor)));
      return tried(
        call(vote, { id, round, decision: 'conditions', comment, tasks: [{ title: 'Mend', ownerId: lead.id, due: day(3) }] }, as(actor)),
      );
    }
    case 'glass':
      return tried(call(breakGlass, { id, round, reason: 'By chance, and in a hurry.' }, as(actor)));
    case 'reopen':
      return tried(call(reopen, { id, version, note: 'By chance.' }, as(lead)));
    case 'withdraw':
      return tried(call(withdraw, { id, version }, as(lead)));
    case 'task': {
      const found = await owner.query<{ id: string; version: number }>(
        'SELECT id, version FROM review_tasks WHERE review_id = $1 AND done_at IS NULL LIMIT 1',
        [id],
      );
      const [task] = found.rows;
      return task && tried(call(taskDone, { id, task: task.id, version: task.version }, as(lead)));
    }
    case 'missed':
      await owner.query("UPDATE review_tasks SET due_at = now() - interval '1 minute' WHERE review_id = $1 AND done_at IS NULL", [id]);
      return reopenAllMissed();
    case 'expose': {
      const asset = await call(router.assets.get, { id: assetId }, as(lead));
      return tried(
        call(
          router.assets.edit,
          { id: assetId, version: asset.version, exposure: asset.exposure === 'public' ? 'partner' : 'public' },
          as(lead),
        ),
      );
    }
    case 'own':
      return owner.query('UPDATE assets SET owner_id = $2 WHERE id = $1', [assetId, actor.id]);
    case 'away': {
      const { given } = await call(router.delegations.list, {}, as(actor));
      for (const { id: delegation } of given.filter(({ state }) => state !== 'ended'))
        await call(router.delegations.end, { id: delegation }, as(actor));
      return tried(call(router.delegations.create, { toUserId: people[each.to]?.id ?? '', from: day(0), until: day(2) }, as(actor)));
    }
  }
}

type Standing = {
  status: ReviewState;
  round: number;
  quorum: number;
  break_glass: boolean;
  ordinary: number;
  broken: number;
  against: number;
  fresh: number;
  moved: boolean;
  marked: boolean;
};

const standingOf = async (id: string): Promise<Standing> =>
  (
    await owner.query(
      `SELECT r.status, r.round, r.quorum, r.break_glass, count(DISTINCT v.user_id) FILTER (WHERE v.decision IN ('approve', 'conditions') AND NOT v.break_glass)::int AS ordinary,
        count(DISTINCT v.user_id) FILTER (WHERE v.break_glass)::int AS broken, count(v.id) FILTER (WHERE v.decision IN ('changes', 'reject'))::int AS against,
        (SELECT count(*)::int FROM approvals p WHERE p.review_id = r.id AND p.status = 'fresh') AS fresh,
        EXISTS (SELECT FROM approvals p JOIN assets a ON a.id = p.asset_id WHERE p.review_id = r.id AND p.status = 'fresh' AND p.governed ->> 'exposure' <> a.exposure) AS moved,
        (SELECT bool_and(s.waits_until IS NOT DISTINCT FROM CASE WHEN r.status = 'open' THEN r.due_at END) FROM review_seats s
         WHERE s.review_id = r.id AND s.released_at IS NULL) AS marked
       FROM reviews r LEFT JOIN review_votes v ON v.review_id = r.id AND v.round = r.round WHERE r.id = $1 GROUP BY r.id`,
      [id],
    )
  ).rows[0] as Standing;

test('whatever happens, an approved review has its quorum and a fresh approval, no other has one, and seats wait as long as it is open', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 }), fc.array(step, { minLength: 4, maxLength: 14 }), async (quorum, steps) => {
      const asset = await makeAsset(team);
      const version = await makeVersion(asset);
      const review = await makeReview(asset, { template: await makeTemplate({ quorum }), more: { version_id: version.id } });
      for (const person of people) await makeSeat(review, person);
      await tried(call(addSeat, { id: review.id, to: { role: 'any' } }, as(lead)));
      for (const each of steps) {
        await take(review.id, asset.id, each);
        const { status, ordinary, broken, against, fresh, moved, marked, break_glass } = await standingOf(review.id);
        seen.add(status);
        expect(marked).toBe(true);
        if (isApproved(status)) {
          expect(ordinary >= quorum || (break_glass && broken >= 2)).toBe(true);
          expect([against, fresh, moved]).toEqual([0, 1, false]);
        } else expect(fresh).toBe(0);
      }
    }),
    { numRuns: 14 },
  );
  expect(seen.size).toBeGreaterThan(3);
});
