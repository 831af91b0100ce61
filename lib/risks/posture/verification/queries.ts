import { stages } from '#lib/assets/rules.ts';
import type { Reader } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { getLevellingCatalogue } from '../preview/queries.ts';
import { levelColumns } from '../sql.ts';
import {
  type AssetEntered,
  type Derived,
  derive,
  type Entered,
  type RiskDerived,
  type RiskEntered,
  riskKey,
  type SafeguardEntered,
  type SignalEntered,
} from './rules.ts';
import { compareTallies, countAsset, countRisk, type Tallies } from './tallies/queries.ts';

/** A stored value that is not what it must be. `of` names the asset as "team/key", or what is tallied. */
export type Difference = { of: string; field: string; stored: unknown; computed: unknown };
/** `waiting`: assets that differ and are due to be settled. */
export type Verdict = { assets: number; risks: number; differences: number; waiting: number };

type StoredAsset = AssetEntered & { name: string; due: boolean; level: number; stages: number[] };
type StoredRisk = RiskEntered & RiskDerived & { assetId: string; openedAt: Date };

/** So many assets are held in memory at once. */
const piece = 1000;

/**
 * Reckons every asset anew and tells each difference. What changes time alone makes, and what waits to be settled, are no differences until a sweep has
 * passed over them.
 * @param reader over every team, in one snapshot
 */
export async function verifyPosture(reader: Reader, at: Date, tell: (difference: Difference) => void): Promise<Verdict> {
  const catalogue = await getLevellingCatalogue(reader);
  const verdict: Verdict = { assets: 0, risks: 0, differences: 0, waiting: 0 };
  const tallies: Tallies = new Map();
  const differ = (difference: Difference) => {
    verdict.differences += 1;
    tell(difference);
  };
  for (let last: string | null = null; ; ) {
    const assets: StoredAsset[] = await assetsAfter(reader, last);
    const entered = await enteredOf(reader, assets);
    for (const asset of assets) {
      const { stored, ...of } = entered.get(asset.id) ?? { stored: [], safeguards: [], signals: [] };
      const derived = derive({ asset, risks: stored, ...of }, catalogue, at);
      const found = [...differencesOf(asset, stored, derived)];
      const waits =
        asset.due || stored.some(({ nextAt }) => nextAt !== null && nextAt <= at && at.getTime() - nextAt.getTime() < sweepTime);
      if (waits && found.length > 0) verdict.waiting += 1;
      else found.forEach(differ);
      verdict.assets += 1;
      verdict.risks += stored.length;
      countAsset(tallies, asset);
      for (const risk of stored) countRisk(tallies, risk);
    }
    if (assets.length < piece) break;
    last = assets.at(-1)?.id ?? null;
  }
  for (const difference of await compareTallies(reader, tallies)) differ(difference);
  return verdict;
}

/** Within so many milliseconds the sweep has been: it comes each minute. */
const sweepTime = 5 * 60_000;

const same = (a: unknown, b: unknown) => (a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b);

function* differencesOf(asset: StoredAsset, stored: readonly StoredRisk[], derived: Derived): Generator<Difference> {
  const of = asset.name;
  if (asset.level !== derived.level) yield { of, field: 'level', stored: asset.level, computed: derived.level };
  for (const [at, stage] of stages.entries())
    if (asset.stages[at] !== derived.stages[at])
      yield { of, field: `level at ${stage}`, stored: asset.stages[at], computed: derived.stages[at] };
  const rows = new Map(stored.map((risk) => [riskKey(risk.threat, risk.stage), risk]));
  for (const [key, must] of derived.risks) {
    const is = rows.get(key);
    if (!is) yield { of, field: key, stored: 'no risk', computed: 'a risk' };
    else
      for (const field of Object.keys(must) as (keyof RiskDerived)[])
        if (!same(is[field], must[field])) yield { of, field: `${key}: ${field}`, stored: is[field], computed: must[field] };
  }
}

async function assetsAfter(reader: Reader, last: string | null): Promise<StoredAsset[]> {
  const from = last === null ? Prisma.sql`true` : Prisma.sql`a.id > ${last}::uuid`;
  return reader.rows<StoredAsset>(Prisma.sql`
    SELECT a.id, a.team_id AS "teamId", t.key || '/' || a.key AS name, a.kind, a.stage, a.status, a.criticality, a.exposure, a.data_class AS "dataClass", a.level,
      ARRAY[${Prisma.raw(levelColumns.map((column) => `a.${column}`).join(', '))}]::int[] AS stages, EXISTS (SELECT FROM risks_due d WHERE d.asset_id = a.id) AS due
    FROM assets a JOIN teams t ON t.id = a.team_id WHERE ${from} ORDER BY a.id LIMIT ${piece}`);
}

type Of = Pick<Entered, 'safeguards' | 'signals'> & { stored: StoredRisk[]; safeguards: SafeguardEntered[]; signals: SignalEntered[] };

/** What hangs on these assets, by their ids. */
async function enteredOf(reader: Reader, assets: readonly { id: string }[]): Promise<Map<string, Of>> {
  const within = Prisma.sql`asset_id = ANY (${assets.map(({ id }) => id)}::uuid[])`;
  const risks = await reader.rows<StoredRisk>(Prisma.sql`
    SELECT asset_id AS "assetId", r.threat, r.stage, r.set_likelihood AS "setLikelihood", r.set_impact AS "setImpact", r.assessed_at AS "assessedAt", r.assessed_until AS "assessedUntil",
      r.accepted_until AS "acceptedUntil", r.accepted_severity AS "acceptedSeverity", r.applies, r.kind, r.team_id AS "teamId", r.level, r.likelihood, r.impact, r.severity,
      r.coverage, r.signal, r.stale_at AS "staleAt", r.next_at AS "nextAt", r.opened_at AS "openedAt", s.facts
    FROM risks r LEFT JOIN scorings s ON s.id = r.scoring_id WHERE ${within}`);
  const safeguards = await reader.rows<SafeguardEntered & { assetId: string }>(
    Prisma.sql`SELECT asset_id AS "assetId", control, state, evidence_until AS "evidenceUntil" FROM safeguards WHERE ${within}`,
  );
  const signals = await reader.rows<SignalEntered & { assetId: string }>(
    Prisma.sql`SELECT asset_id AS "assetId", threat, severity FROM signals WHERE cleared_at IS NULL AND ${within}`,
  );
  const found = new Map<string, Of>(assets.map(({ id }) => [id, { stored: [], safeguards: [], signals: [] }]));
  for (const risk of risks) found.get(risk.assetId)?.stored.push(risk);
  for (const safeguard of safeguards) found.get(safeguard.assetId)?.safeguards.push(safeguard);
  for (const signal of signals) found.get(signal.assetId)?.signals.push(signal);
  return found;
}
