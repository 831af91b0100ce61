/** What the database finds stale is what these rules say of it, in whatever order things happen: random lineage, random changes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { houseScope } from '#lib/access/policy.ts';
import { makeTeam } from '#lib/access/testing.ts';
import { type Relation, relations } from '#lib/assets/lineage/rules.ts';
import { dataClasses, exposures, type Kind, kinds, stages } from '#lib/assets/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { transact } from '#lib/platform/transact.ts';
import { makeTemplate, type TestTemplate } from '../testing.ts';
import { approve } from './commands.ts';
import { changedField, type Governed, nextStage, restsOn } from './rules.ts';

type Asset = { id: string; team: string; kind: Kind; retired: boolean } & Governed;
type Version = { id: string; asset: number; digest: string | null };
type Arrow = { id: string; from: number; to: number; relation: Relation; standing: boolean };
type Approval = {
  id: string;
  version: number;
  target: Governed['stage'] | null;
  governed: Governed;
  status: 'fresh' | 'stale' | 'superseded';
};
type World = { assets: Asset[]; versions: Version[]; arrows: Arrow[]; approvals: Approval[] };

const index = fc.nat({ max: 30 });
const letter = fc.constantFrom('a', 'b', null, null);
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('version' as const), asset: index, digest: letter }) },
  fc.record({ what: fc.constant('arrow' as const), from: index, to: index, relation: fc.constantFrom(...relations) }),
  fc.record({ what: fc.constant('unarrow' as const), arrow: index }),
  fc.record({ what: fc.constant('signal' as const), asset: index }),
  fc.record({ what: fc.constant('retire' as const), asset: index }),
  fc.record({ what: fc.constant('exposure' as const), asset: index, exposure: fc.constantFrom(...exposures) }),
  fc.record({ what: fc.constant('dataClass' as const), asset: index, dataClass: fc.constantFrom(...dataClasses) }),
  fc.record({ what: fc.constant('rename' as const), asset: index }),
);
type OneChange = typeof change extends fc.Arbitrary<infer T> ? T : never;
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 3 }), left: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ approve: index, target: fc.option(fc.constantFrom(...stages)) }) },
  { weight: 1, arbitrary: fc.record({ move: index, stage: fc.constantFrom(...stages) }) },
);

const start = fc.record({
  assets: fc.array(fc.record({ kind: fc.constantFrom(...kinds), versions: fc.array(letter, { minLength: 1, maxLength: 2 }) }), {
    minLength: 3,
    maxLength: 7,
  }),
  arrows: fc.array(fc.record({ from: index, to: index, relation: fc.constantFrom(...relations) }), { maxLength: 14 }),
  approved: fc.array(index, { minLength: 2, maxLength: 6 }),
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
});

const digestOf = (word: string | null) => word?.repeat(64) ?? null;

/** Everything behind a version, itself left out. */
function upstream({ assets, versions, arrows }: World, version: number): Set<number> {
  const found = new Set<number>([version]);
  for (const each of found)
    for (const { from, to, relation, standing } of arrows) {
      const toKind = assets[versions[to]?.asset ?? -1]?.kind;
      const step = standing && toKind && restsOn({ from, to, relation, toKind });
      if (step && step.version === each) found.add(step.origin);
    }
  found.delete(version);
  return found;
}

const key = (set: ReadonlySet<number>) => [...set].sort((a, b) => a - b).join();

let clock = Date.now();
function moment(): Date {
  clock += 5;
  return new Date(clock);
}

async function addVersion(world: World, asset: number, digest: string | null, run: Run): Promise<void> {
  const version = { id: newId(), asset, digest };
  const { id, team } = of(world.assets, asset);
  await run('INSERT INTO asset_versions (id, asset_id, team_id, label, root_digest, registered_at) VALUES ($1, $2, $3, $4, $5, $6)', [
    ...[version.id, id, team, version.id, digestOf(digest), moment()],
  ]);
  world.versions.push(version);
}

type Run = (text: string, values: unknown[]) => Promise<unknown>;
const of = <T>(list: readonly T[], at: number): T => {
  const found = list[at % list.length];
  if (found === undefined) throw new Error('nothing there');
  return found;
};

async function addArrow(world: World, arrow: { from: number; to: number; relation: Relation }, run: Run): Promise<void> {
  const [from, to] = [arrow.from % world.versions.length, arrow.to % world.versions.length];
  const { relation } = arrow;
  const double = world.arrows.some((each) => each.standing && each.from === from && each.to === to && each.relation === relation);
  if (from === to || double) return;
  const id = newId();
  const [source, target] = [of(world.versions, from), of(world.versions, to)];
  await run('INSERT INTO lineage (id, team_id, from_version_id, to_version_id, relation) VALUES ($1, $2, $3, $4, $5)', [
    ...[id, of(world.assets, source.asset).team, source.id, target.id, relation],
  ]);
  world.arrows.push({ id, from, to, relation, standing: true });
}

/** Makes one change, in the database and in the model; what it strikes is found by comparing afterwards, but for what only the change itself knows. */
async function make(
  world: World,
  each: OneChange,
  run: Run,
): Promise<((approval: Approval, behind: ReadonlySet<number>) => boolean) | null> {
  const own = (at: number) => ({ asset: at % world.assets.length, row: of(world.assets, at) });
  const rests = (behind: ReadonlySet<number>, asset: number) => [...behind].some((version) => of(world.versions, version).asset === asset);
  switch (each.what) {
    case 'version': {
      const { asset } = own(each.asset);
      const former = world.versions.findLast((version) => version.asset === asset);
      await addVersion(world, asset, each.digest, run);
      if (former && former.digest !== null && former.digest === each.digest) return null;
      const added = world.versions.length - 1;
      return ({ version }, behind) =>
        of(world.versions, version).asset !== asset &&
        [...behind].some((one) => {
          const { digest, asset: whose } = of(world.versions, one);
          return whose === asset && one !== added && (digest === null || digest !== each.digest);
        });
    }
    case 'arrow':
      await addArrow(world, each, run);
      return null;
    case 'unarrow': {
      const standing = world.arrows.filter((arrow) => arrow.standing);
      if (standing.length === 0) return null;
      const arrow = of(standing, each.arrow);
      await run('UPDATE lineage SET removed_at = now() WHERE id = $1', [arrow.id]);
      arrow.standing = false;
      return null;
    }
    case 'signal': {
      const { asset, row } = own(each.asset);
      await run("INSERT INTO signals (id, team_id, asset_id, severity, title) VALUES ($1, $2, $3, 'medium', 'Odd')", [
        newId(),
        row.team,
        row.id,
      ]);
      return ({ version }, behind) => of(world.versions, version).asset === asset || rests(behind, asset);
    }
    case 'retire': {
      const { asset, row } = own(each.asset);
      if (row.retired) return null;
      row.retired = true;
      await run("UPDATE assets SET status = 'retired' WHERE id = $1", [row.id]);
      return ({ version }, behind) => of(world.versions, version).asset !== asset && rests(behind, asset);
    }
    case 'exposure': {
      const { row } = own(each.asset);
      row.exposure = each.exposure;
      await run('UPDATE assets SET exposure = $2 WHERE id = $1', [row.id, each.exposure]);
      return null;
    }
    case 'dataClass': {
      const { row } = own(each.asset);
      row.dataClass = each.dataClass;
      await run('UPDATE assets SET data_class = $2 WHERE id = $1', [row.id, each.dataClass]);
      return null;
    }
    case 'rename':
      await run("UPDATE assets SET name = name || ' again', criticality = 5, tags = ARRAY['new'], description = 'Other' WHERE id = $1", [
        own(each.asset).row.id,
      ]);
      return null;
  }
}

/** One transaction of some changes: what is fresh and struck by them becomes stale. */
async function changeAll(world: World, changes: readonly OneChange[], left: boolean): Promise<void> {
  const fresh = world.approvals.filter(({ status }) => status === 'fresh');
  const before = new Map(fresh.map((approval) => [approval, key(upstream(world, approval.version))]));
  const strikes: ((approval: Approval, behind: ReadonlySet<number>) => boolean)[] = [];
  await within(async (run) => {
    for (const each of changes) {
      const strike = await make(world, each, run);
      if (strike) strikes.push(strike);
    }
    await run('SELECT judge_approvals(true, $1)', [left ? 0 : 1000]);
  });
  if (left) await within((run) => run('SELECT judge_approvals(false, 1000)', []));
  for (const approval of fresh) {
    const behind = upstream(world, approval.version);
    const { stage, exposure, dataClass } = of(world.assets, of(world.versions, approval.version).asset);
    const altered = changedField({ ...approval.governed, target: approval.target }, { stage, exposure, dataClass }, stage) !== null;
    if (altered || key(behind) !== before.get(approval) || strikes.some((strike) => strike(approval, behind))) approval.status = 'stale';
  }
}

async function within(work: (run: Run) => Promise<unknown>): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query('BEGIN');
    await work((text, values) => client.query(text, values));
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Moves an asset to another stage, as a promotion does. */
async function move(world: World, at: number, stage: Governed['stage']): Promise<void> {
  const row = of(world.assets, at);
  const before = row.stage;
  if (before === stage) return;
  await within(async (run) => {
    await run(
      `INSERT INTO promotions (id, team_id, asset_id, from_stage, to_stage, act, passed, verdict, reason)
       VALUES ($1, $2, $3, $4, $5, 'promote', true, '{"passed": true}', 'Of a test, for no reason.')`,
      [newId(), row.team, row.id, before, stage],
    );
    await run('UPDATE assets SET stage = $2 WHERE id = $1', [row.id, stage]);
    await run('SELECT judge_approvals(true, 1000)', []);
  });
  row.stage = stage;
  for (const approval of world.approvals) {
    const own = of(world.versions, approval.version).asset === at % world.assets.length;
    if (own && approval.status === 'fresh' && stage !== (approval.target ?? nextStage(approval.governed.stage))) approval.status = 'stale';
  }
}

async function give(world: World, template: TestTemplate, at: number, target: Governed['stage'] | null): Promise<void> {
  const version = at % world.versions.length;
  const { id: versionId, asset } = of(world.versions, version);
  const { id: assetId, team, stage, exposure, dataClass } = of(world.assets, asset);
  const review = newId();
  await insertRow('reviews', {
    ...{
      id: review,
      team_id: team,
      subject: 'version',
      asset_id: assetId,
      version_id: versionId,
      stage: target,
      template: template.key,
      template_number: 1,
    },
    ...{ title: 'Of a test', due_at: new Date() },
  });
  const vote = { id: newId(), review_id: review, team_id: team, user_id: newId(), round: 1, decision: 'approve' };
  await insertRow('review_votes', vote);
  await owner.query("UPDATE reviews SET status = 'approved' WHERE id = $1", [review]);
  const act = { actorId: null, requestId: 'test', operationId: newId() };
  const id = (await transact(houseScope(null), act, 'review.approved', (change) => approve(change, review))) ?? '';
  for (const each of world.approvals)
    if (of(world.versions, each.version).asset === asset && each.target === target && (each.status === 'stale' || each.version === version))
      each.status = 'superseded';
  world.approvals.push({ id, version, target, governed: { stage, exposure, dataClass }, status: 'fresh' });
}

test('of random lineage and random changes, the same goes stale in the database as by the rules', async () => {
  const [ours, theirs] = [await makeTeam(), await makeTeam()];
  const template = await makeTemplate();
  await fc.assert(
    fc.asyncProperty(start, async ({ assets, arrows, approved, steps }) => {
      const world: World = { assets: [], versions: [], arrows: [], approvals: [] };
      await within(async (run) => {
        for (const [at, { kind }] of assets.entries()) {
          const row: Asset = {
            id: newId(),
            team: at % 2 ? theirs.id : ours.id,
            kind,
            retired: false,
            stage: 'develop',
            exposure: 'internal',
            dataClass: 'internal',
          };
          await run(
            `INSERT INTO assets (id, team_id, kind, key, name, stage, criticality, exposure, data_class, tags) VALUES ($1, $2, $3, $4, 'A', 'develop', 3, 'internal', 'internal', '{}')`,
            [row.id, row.team, kind, row.id],
          );
          world.assets.push(row);
        }
        for (const [at, { versions }] of assets.entries()) for (const digest of versions) await addVersion(world, at, digest, run);
        for (const arrow of arrows) await addArrow(world, arrow, run);
      });
      await owner.query('DELETE FROM approvals_due');
      for (const at of approved) await give(world, template, at, null);
      for (const each of steps) {
        if ('changes' in each) await changeAll(world, each.changes, each.left);
        else if ('move' in each) await move(world, each.move, each.stage);
        else await give(world, template, each.approve, each.target);
        const { rows } = await owner.query('SELECT id, status FROM approvals WHERE id = ANY ($1)', [world.approvals.map(({ id }) => id)]);
        const is = new Map(rows.map((row: { id: string; status: string }) => [row.id, row.status]));
        expect(world.approvals.map(({ id }) => is.get(id))).toEqual(world.approvals.map(({ status }) => status));
      }
      expect((await owner.query('SELECT 1 FROM approvals_due')).rowCount).toBe(0);
    }),
    { numRuns: 40 },
  );
});
