import { beforeAll, expect, it, vi } from 'vitest';
import { levels } from '#lib/assets/rules.ts';
import { recordDay } from '#lib/insights/history/commands.ts';
import { owner } from '#lib/platform/testing.ts';
import { settleWith } from '#lib/risks/posture/commands.ts';
import { verifyPosture } from '#lib/risks/posture/verification/queries.ts';
import { seedDemonstration } from '../../seed.ts';

const now = new Date('2026-11-23T05:40:00Z');
vi.mock('#lib/platform/clock.ts', () => ({ now: () => new Date('2026-11-23T05:40:00Z') }));

const url = process.env.DATABASE_OWNER_URL ?? '';
const read = async <Row>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as Row[];
const one = async (text: string) => Number(Object.values((await owner.query(text)).rows[0] ?? {})[0]);
const hidden = "'id', 'recorded_at'";
const days = (where: string) =>
  read<{ row: string }>(
    `SELECT (to_jsonb(p) - ARRAY[${hidden}])::text AS row FROM posture_days p WHERE ${where} ORDER BY team_id, kind, stage`,
  );

beforeAll(async () => {
  await seedDemonstration(url, now);
});

it('settling every asset of it changes nothing', async () => {
  const state = () => read('SELECT to_jsonb(r)::text AS risk FROM risks r ORDER BY id');
  const before = await state();
  expect(before.length).toBeGreaterThan(400);
  const client = await owner.connect();
  await client.query("BEGIN; SELECT set_config('app.announced', 'asset.settled', true)");
  const ids = (await client.query<{ id: string }>('SELECT id FROM assets')).rows.map(({ id }) => id);
  const runner = { rows: async (query: { text: string; values: unknown[] }) => (await client.query(query.text, query.values)).rows };
  expect(await settleWith(runner as Parameters<typeof settleWith>[0], ids, { cause: null, actorId: null }, now)).toBe(0);
  await client.query('COMMIT');
  client.release();
  expect(await state()).toEqual(before);
  expect(await one("SELECT count(*) FROM risk_changes WHERE cause = 'asset.settled'")).toBe(0);
});

it('reckoned anew from what people entered, it is the same: risks, levels of assets, and tallies', async () => {
  const found: unknown[] = [];
  const reader = { rows: async (query: { text: string; values: unknown[] }) => (await owner.query(query.text, query.values)).rows };
  const verdict = await verifyPosture(reader as Parameters<typeof verifyPosture>[0], now, (difference) => found.push(difference));
  expect(found).toEqual([]);
  expect(verdict.risks).toBeGreaterThan(400);
  expect(verdict.waiting).toBe(0);
});

it('leaves nothing that waits: no asset to settle, no heir to tell of', async () => {
  expect(await one('SELECT count(*) FROM risks_due')).toBe(0);
  expect(await one('SELECT count(*) FROM inheritance_changes')).toBe(0);
});

it('wrote today down as the server does, and the eighty-nine days before', async () => {
  const [first] = await read<{ n: number; from: string; to: string }>(
    'SELECT count(DISTINCT day)::int AS n, min(day)::text AS from, max(day)::text AS to FROM posture_days',
  );
  expect(first).toEqual({ n: 90, from: '2026-08-26', to: '2026-11-23' });
  const before = await days("day = '2026-11-23'");
  const yesterday = await days("day = '2026-11-22'");
  await recordDay();
  expect(await days("day = '2026-11-23'")).toEqual(before);
  expect(await days("day = '2026-11-22'")).toEqual(yesterday);
});

it('inherits only where lineage or the team allows it, in one hop, and as the source stands', async () => {
  const wrong = `SELECT count(*) FROM safeguards h JOIN safeguards s ON s.id = h.inherited_from
    WHERE h.control <> s.control OR h.state <> s.state OR h.evidence_until IS DISTINCT FROM s.evidence_until OR s.inherited_from IS NOT NULL
      OR CASE WHEN s.asset_id IS NULL THEN s.team_id <> h.team_id ELSE NOT rests_on(h.asset_id, s.asset_id) END`;
  expect(await one('SELECT count(*) FROM safeguards WHERE inherited_from IS NOT NULL')).toBeGreaterThan(30);
  expect(await one(wrong)).toBe(0);
  expect(
    await one(
      'SELECT count(*) FROM safeguards s WHERE inherited_from IS NULL AND verified_at IS NULL AND evidence_until IS DISTINCT FROM evidence_until(s.id)',
    ),
  ).toBe(0);
});

it('keeps the bytes of its files true to what is said of them', async () => {
  const files = await read<{ right: boolean }>(
    "SELECT encode(sha256(c.bytes), 'hex') = e.file_sha256 AND octet_length(c.bytes) = e.file_size AS right FROM evidence e LEFT JOIN evidence_chunks c ON c.evidence_id = e.id WHERE e.kind = 'file'",
  );
  expect(files.length).toBeGreaterThanOrEqual(2);
  expect(files.every((file) => file.right)).toBe(true);
});

it('shows an asset at every level but one without threats', async () => {
  const found = await read<{ level: number }>('SELECT DISTINCT level FROM risks WHERE applies ORDER BY level');
  expect(found.map(({ level }) => levels[level])).toEqual(levels.slice(1));
});
