/** Adds risks to an inventory: three an asset on average, most of them assessed, with safeguards, signals and acceptances; not yet settled. */
import pg from 'pg';
import { connectionFields } from '#prisma/engine.ts';

/** Of the built-in threats so many are left on that an asset has three risks on average, wherever in its life it stands. */
const fewerThreats = `
  UPDATE threats SET enabled = false WHERE key NOT IN (
    SELECT key FROM (
      SELECT key, sum(weight) OVER (ORDER BY md5(key)) AS sum FROM (
        SELECT t.key, sum(7 - array_position(ARRAY['collect', 'validate', 'develop', 'deploy', 'monitor', 'change'], split_part(p, ':', 2))) / 30.0 AS weight
        FROM threats t, unnest(t.applies) p GROUP BY t.key) weighed
    ) summed WHERE sum <= 3.2)`;

const pairs = `
  SELECT t.key AS threat, split_part(p, ':', 1) AS kind, split_part(p, ':', 2) AS stage,
    array_position(ARRAY['collect', 'validate', 'develop', 'deploy', 'monitor', 'change'], split_part(p, ':', 2)) AS rank
  FROM threats t, unnest(t.applies) p WHERE t.enabled`;

/** Of ten risks seven are assessed, one of them by hand and one too long ago; one of fifty is accepted. */
const risks = `
  INSERT INTO risks (id, team_id, asset_id, kind, threat, stage, assessed_at, assessed_until, set_likelihood, set_reason, accepted_until, accepted_severity, owner_id, due_at, opened_at)
  SELECT uuid7(), a.team_id, a.id, a.kind, p.threat, p.stage, CASE WHEN d.a < 0.7 THEN now() - d.b * interval '180 days' END,
    CASE WHEN d.a < 0.7 THEN now() + (d.b * 200 - 20) * interval '1 day' END, CASE WHEN d.a < 0.07 THEN 1 + floor(d.b * 5)::int END, CASE WHEN d.a < 0.07 THEN 'As measured' END,
    CASE WHEN d.c < 0.02 THEN now() + d.b * interval '200 days' END, CASE WHEN d.c < 0.02 THEN 4 END, a.owner_id,
    CASE WHEN d.c > 0.9 THEN now() + (d.b * 100 - 20) * interval '1 day' END, now() - d.c * interval '400 days'
  FROM assets a JOIN (${pairs}) p ON p.kind = a.kind AND p.rank <= array_position(ARRAY['collect', 'validate', 'develop', 'deploy', 'monitor', 'change'], a.stage)
  CROSS JOIN LATERAL (SELECT random() AS a, random() AS b, random() AS c, a.id) d
  WHERE a.status = 'active' AND a.id > $1 AND a.id <= $2`;

/** A control in six that would serve an asset is on it, in one state or another; half of them rest on evidence that expires. */
const safeguards = `
  INSERT INTO safeguards (id, team_id, asset_id, control, state, reason, implemented_by, verified_by, evidence_until, created_at)
  SELECT uuid7(), r.team_id, r.asset_id, r.control, r.state, CASE WHEN r.state = 'not_applicable' THEN 'Not used here' END, NULL,
    CASE WHEN r.state = 'verified' THEN r.asset_id END, CASE WHEN r.b < 0.5 AND r.state IN ('implemented', 'verified') THEN now() + (r.b * 800 - 20) * interval '1 day' END,
    now() - r.b * interval '300 days'
  FROM (
    SELECT c.*, (ARRAY['planned', 'implemented', 'implemented', 'verified', 'verified', 'not_applicable'])[1 + floor(c.a * 36)::int] AS state
    FROM (SELECT w.*, random() AS a, random() AS b FROM (
      SELECT DISTINCT r.asset_id, r.team_id, m.control FROM risks r JOIN mitigations m ON m.threat = r.threat AND m.strength > 0
      WHERE r.asset_id > $1 AND r.asset_id <= $2) w) c WHERE c.a < 1.0 / 6) r`;

const signals = `
  INSERT INTO signals (id, team_id, asset_id, threat, severity, title, raised_at)
  SELECT uuid7(), a.team_id, a.id, NULL, (ARRAY['medium', 'high', 'critical'])[1 + floor(a.d * 300)::int], 'Seen by the scanner', now() - a.d * interval '9 days'
  FROM (SELECT id, team_id, random() AS d FROM assets WHERE status = 'active' AND id > $1 AND id <= $2) a WHERE a.d < 0.01`;

const acceptances = `
  INSERT INTO acceptances (id, team_id, asset_id, risk_id, status, reason, until, severity, requested_by, requested_at, decided_by, decided_at)
  SELECT uuid7(), r.team_id, r.asset_id, r.id, 'granted', 'Replaced next quarter', r.accepted_until, r.accepted_severity, r.asset_id, now(), u.id, now()
  FROM risks r, users u WHERE u.email = 'admin@bench.example' AND r.accepted_until IS NOT NULL AND r.asset_id > $1 AND r.asset_id <= $2`;

/** Adds all of it, a hundred thousand assets at a time. The inventory is settled afterwards, by a recalculation. */
export async function populateRisks(ownerUrl: string, seed: number, onProgress: (done: number) => void): Promise<void> {
  const client = new pg.Client(connectionFields(ownerUrl));
  await client.connect();
  try {
    const announce = "BEGIN; SELECT set_config('app.announced', 'bench.populated', true)";
    await client.query(`${announce}; ${fewerThreats}; TRUNCATE risks_due; COMMIT`);
    let [from, done] = ['00000000-0000-0000-0000-000000000000', 0];
    for (;;) {
      const { rows } = await client.query<{ to: string | null; count: number }>(
        'SELECT (array_agg(id ORDER BY id DESC))[1] AS to, count(*)::int AS count FROM (SELECT id FROM assets WHERE id > $1 ORDER BY id LIMIT 100000) few',
        [from],
      );
      const [piece] = rows;
      if (!piece?.to) break;
      await client.query(`${announce}; SELECT setseed(${seed})`);
      for (const text of [risks, safeguards, signals, acceptances]) await client.query(text, [from, piece.to]);
      await client.query('COMMIT');
      from = piece.to;
      done += piece.count;
      onProgress(done);
    }
    await client.query('VACUUM ANALYZE risks, safeguards, signals, acceptances, tallies');
  } finally {
    await client.end();
  }
}
