/** Whatever happens, in whatever order: what is stored is what is reckoned anew, and a preview tells what then moves. */
import fc from 'fast-check';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { houseScope } from '#lib/access/policy.ts';
import { makeAsset, makeTeam, moveToStage, type TestTeam } from '#lib/access/testing.ts';
import { dataClasses, exposures, kinds, levels, stages } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { settleWith } from '../commands.ts';
import { asHouse, foldTallies, settleDue, settlePassed } from '../due/commands.ts';
import { getLevellingCatalogue, previewCatalogue } from '../preview/queries.ts';
import { recalculate } from '../recalculation/commands.ts';
import { type Difference, verifyPosture } from './queries.ts';

const anyTime = new Date('2100-01-01');
let teams: TestTeam[];

beforeAll(async () => {
  teams = [await makeTeam(), await makeTeam()];
});
afterEach(() => vi.useRealTimers());

const rows = async <T>(text: string, values: unknown[] = []): Promise<T[]> => (await owner.query(text, values)).rows as T[];
const ownersView: Reader = { rows: async (query) => (await owner.query(query.text, query.values)).rows };

/** One of the rows, by a number of any size. */
async function oneOf<T>(pick: number, text: string, values: unknown[] = []): Promise<T | undefined> {
  const found = await rows<T>(text, values);
  return found[pick % Math.max(1, found.length)];
}

const settled = (assetId: string) =>
  asHouse('risk.assessed', (runner) => settleWith(runner, [assetId], { cause: 'risk.assessed', actorId: null }, now()));

const day = 86_400_000;
const inDays = (days: number) => new Date(now().getTime() + days * day);
type Risk = { id: string; asset_id: string; severity: number };
const someRisk = (pick: number) => oneOf<Risk>(pick, 'SELECT id, asset_id, severity FROM risks WHERE applies ORDER BY id');
const someAsset = (pick: number) => oneOf<{ id: string; team_id: string }>(pick, 'SELECT id, team_id FROM assets ORDER BY id');

/** What can happen; each takes numbers to choose by. */
const happenings: Record<string, (a: number, b: number, c: number) => Promise<void>> = {
  register: async (a, b, c) => {
    const more = {
      stage: stages[a % 6],
      criticality: 1 + (b % 5),
      exposure: exposures[c % 4],
      data_class: dataClasses[(a + c) % 4],
    };
    await makeAsset(teams[b % 2] as TestTeam, { kind: kinds[(a + b) % 5], more });
    await settleDue(anyTime);
  },
  edit: async (a, b, c) => {
    const asset = await someAsset(a);
    const edits: [string, unknown][] = [
      ['kind', kinds[c % 5]],
      ['criticality', 1 + (c % 5)],
      ['exposure', exposures[c % 4]],
      ['data_class', dataClasses[c % 4]],
      ['status', c % 3 === 0 ? 'retired' : 'active'],
      ['team_id', (teams[c % 2] as TestTeam).id],
    ];
    const [column, value] = edits[b % edits.length] as [string, unknown];
    if (asset && b % 7 === 6) await moveToStage(asset, stages[c % 6] ?? 'deploy');
    else await owner.query(`UPDATE assets SET ${column} = $2 WHERE id = $1`, [asset?.id, value]);
    await settleDue(anyTime);
  },
  assess: async (a, b, c) => {
    const risk = await someRisk(a);
    if (!risk) return;
    await owner.query(
      `UPDATE risks SET assessed_at = $2, assessed_until = $3, set_likelihood = $4, set_impact = $5, set_reason = 'because' WHERE id = $1`,
      [risk.id, now(), inDays(b % 40), b % 3 === 0 ? 1 + (c % 5) : null, b % 4 === 0 ? 1 + (a % 5) : null],
    );
    await settled(risk.asset_id);
  },
  protect: async (a, b, c) => {
    const risk = await oneOf<{ asset_id: string; team_id: string; control: string }>(
      a,
      `SELECT r.asset_id, r.team_id, m.control FROM risks r JOIN mitigations m ON m.threat = r.threat WHERE r.applies ORDER BY r.id, m.control`,
    );
    if (!risk) return;
    const state = ['planned', 'implemented', 'verified', 'not_applicable'][b % 4];
    await owner.query(
      `INSERT INTO safeguards (id, team_id, asset_id, control, state, reason, verified_by, evidence_until) VALUES ($1, $2, $3, $4, $5, 'because', $6, $7)
       ON CONFLICT (asset_id, control) DO UPDATE SET state = excluded.state, evidence_until = excluded.evidence_until`,
      [newId(), risk.team_id, risk.asset_id, risk.control, state, newId(), c % 2 === 0 ? inDays(1 + (c % 30)) : null],
    );
    await settled(risk.asset_id);
  },
  signal: async (a, b, c) => {
    const risk = await oneOf<{ asset_id: string; team_id: string; threat: string }>(
      a,
      'SELECT asset_id, team_id, threat FROM risks ORDER BY id',
    );
    if (!risk) return;
    await owner.query(`INSERT INTO signals (id, team_id, asset_id, threat, severity, title) VALUES ($1, $2, $3, $4, $5, 'seen')`, [
      newId(),
      risk.team_id,
      risk.asset_id,
      b % 2 === 0 ? risk.threat : null,
      ['medium', 'high', 'critical'][c % 3],
    ]);
    await settled(risk.asset_id);
  },
  clear: async (a) => {
    const signal = await oneOf<{ id: string; asset_id: string }>(
      a,
      'SELECT id, asset_id FROM signals WHERE cleared_at IS NULL ORDER BY id',
    );
    if (!signal) return;
    await owner.query('UPDATE signals SET cleared_at = $2 WHERE id = $1', [signal.id, now()]);
    await settled(signal.asset_id);
  },
  accept: async (a, b) => {
    const risk = await someRisk(a);
    if (!risk) return;
    const until = b % 4 === 0 ? null : inDays(b % 30);
    await owner.query('UPDATE risks SET accepted_until = $2, accepted_severity = $3 WHERE id = $1', [
      risk.id,
      until,
      until === null ? null : Math.max(1, risk.severity - (b % 5 === 0 ? 1 : 0)),
    ]);
    await settled(risk.asset_id);
  },
  wait: async (a) => {
    vi.setSystemTime(inDays(a % 15));
    await settlePassed(now());
  },
  fold: () => foldTallies(),
  catalogue: changeCatalogue,
};

/** Changes the catalogue, after a preview of that very change, and recalculates: what was told is what moves. */
async function changeCatalogue(a: number, b: number, c: number): Promise<void> {
  const threat = await oneOf<{ key: string }>(a, 'SELECT key FROM threats ORDER BY key');
  const control = await oneOf<{ control: string; threat: string }>(b, 'SELECT control, threat FROM mitigations ORDER BY control, threat');
  const changes: [string, unknown[]][] = [
    ['UPDATE threats SET enabled = NOT enabled WHERE key = $1', [threat?.key]],
    ['UPDATE threats SET likelihood = $2 WHERE key = $1', [threat?.key, 1 + (c % 5)]],
    ['UPDATE threats SET applies = $2 WHERE key = $1', [threat?.key, [`${kinds[b % 5]}:${stages[c % 6]}`, `${kinds[c % 5]}:collect`]]],
    ['UPDATE threats SET affects = $2 WHERE key = $1', [threat?.key, c % 2 === 0 ? ['confidentiality'] : ['integrity']]],
    ['UPDATE controls SET enabled = NOT enabled WHERE key = $1', [control?.control]],
    ['UPDATE mitigations SET strength = $2 WHERE control = $1', [control?.control, c % 4]],
    ['UPDATE mitigations SET stages = $2 WHERE control = $1', [control?.control, c % 2 === 0 ? [] : [stages[c % 6]]]],
    [
      `UPDATE settings SET value = jsonb_set(value, '{matrix}', $1) WHERE name = 'risk'`,
      [JSON.stringify(Array.from({ length: 25 }, (_, at) => 1 + Math.floor(((Math.floor(at / 5) + (at % 5)) * (c % 4)) / 9)))],
    ],
  ];
  const [text, values] = changes[c % changes.length] as [string, unknown[]];
  const client = await owner.connect();
  await client.query('BEGIN');
  await client.query(text, values);
  const next = await getLevellingCatalogue({ rows: async (query) => (await client.query(query.text, query.values)).rows });
  await client.query('ROLLBACK');
  client.release();
  const told = await read(houseScope(null), (reader) => previewCatalogue(reader, next));
  const before = await levelsNow();
  await owner.query(text, values);
  expect(await recalculated()).toMatchObject({ status: 'done', done: before.size, total: before.size });
  expect(told, text).toEqual({ assets: await activeCount(), moved: movesBetween(before, await levelsNow()) });
}

async function recalculated() {
  const id = newId();
  await owner.query("INSERT INTO recalculations (id, cause) VALUES ($1, 'catalogue.changed')", [id]);
  await recalculate(id);
  return (await rows('SELECT status, done, total, moved FROM recalculations WHERE id = $1', [id]))[0];
}

const levelsNow = async () =>
  new Map((await rows<{ id: string; level: number }>('SELECT id, level FROM assets')).map(({ id, level }) => [id, level]));
const activeCount = async () => (await rows("SELECT 1 FROM assets WHERE status = 'active'")).length;

function movesBetween(before: Map<string, number>, after: Map<string, number>) {
  const pairs = [...before].map(([id, was]) => [was, after.get(id) ?? 0] as const).filter(([was, will]) => was !== will);
  const counts = Map.groupBy(pairs, ([was, will]) => was * 10 + will);
  return [...counts]
    .sort(([one], [two]) => two - one)
    .map(([pair, found]) => ({ from: levels[Math.floor(pair / 10)], to: levels[pair % 10], count: found.length }));
}

async function differences(): Promise<Difference[]> {
  const found: Difference[] = [];
  await verifyPosture(ownersView, now(), (difference) => found.push(difference));
  return found;
}

const pick = fc.nat(10_000);
const happening = fc.record({
  what: fc.oneof({ weight: 3, arbitrary: fc.constant('register') }, { weight: 10, arbitrary: fc.constantFrom(...Object.keys(happenings)) }),
  a: pick,
  b: pick,
  c: pick,
});

test('after each of any sequence of changes, what is stored is what is reckoned anew', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-01-10T10:00:00Z') });
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 8, maxLength: 20 }), async (sequence) => {
      for (const { what, a, b, c } of sequence) {
        await happenings[what]?.(a, b, c);
        expect(await differences(), what).toEqual([]);
      }
    }),
    { numRuns: Number(process.env.POSTURE_RUNS ?? 8), endOnFailure: true },
  );
});

test('recalculating what stands writes nothing', async () => {
  for (let at = 0; at < 5; at += 1) await happenings['register']?.(at, at * 3, at * 7);
  await recalculated();
  const marks = () => rows('SELECT id, xmin FROM risks UNION ALL SELECT id, xmin FROM assets ORDER BY 1');
  const history = () => rows('SELECT count(*)::int AS count FROM risk_changes');
  const [before, told] = [await marks(), await history()];
  expect(await recalculated()).toMatchObject({ moved: 0 });
  expect(await marks()).toEqual(before);
  expect(await history()).toEqual(told);
});

test('what waits to be settled is counted apart', async () => {
  const { id } = await makeAsset(teams[0] as TestTeam, { kind: 'model', more: { stage: 'deploy' } });
  const found: Difference[] = [];
  const before = await verifyPosture(ownersView, now(), (difference) => found.push(difference));
  expect(before).toMatchObject({ waiting: 1 });
  expect(found).toEqual([]);
  await owner.query('DELETE FROM risks_due WHERE asset_id = $1', [id]);
  const after = await verifyPosture(ownersView, now(), (difference) => found.push(difference));
  expect(after).toMatchObject({ waiting: 0, differences: found.length });
  expect(found.map(({ stored }) => stored)).toContain('no risk');
  await settled(id);
});
