import { type Actor, can, houseScope, scopeOf } from '#lib/access/policy.ts';
import type { Kind, Level, Stage, Status } from '#lib/assets/rules.ts';
import { levels } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Names, Requirement } from '../rules.ts';
import { type ApprovalFact, type Facts, type GateVerdict, judge, type SafeguardFact, type WaiverFact } from './rules.ts';
import type { MachineVerdict, VerdictInput } from './schema.ts';
import { factsOf, type WhichVersion } from './sql.ts';

type Told<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K] };
export type FactsRow = {
  id: string;
  teamId: string;
  key: string;
  name: string;
  kind: Kind;
  stage: Stage;
  status: Status;
  assetVersion: number;
  gateStage: Stage;
  version: Facts['version'];
  upstream: Facts['upstream'];
  policy: { number: number; requirements: Requirement[] } | null;
  safeguards: Told<SafeguardFact>[];
  risks: { id: string; title: string; stage: Stage; level: number }[] | null;
  signals: NonNullable<Facts['signals']>;
  approvals: Told<ApprovalFact>[];
  waivers: Told<WaiverFact>[];
} & Names;

const dateOf = (text: string | null) => (text === null ? null : new Date(text));

function factsIn(row: FactsRow): Facts {
  return {
    asset: { id: row.id, status: row.status },
    version: row.version,
    upstream: row.upstream,
    safeguards: row.safeguards.map((each) => ({ ...each, evidenceUntil: dateOf(each.evidenceUntil), evidenceAt: dateOf(each.evidenceAt) })),
    risks: row.risks?.map((each) => ({ ...each, level: levels[each.level] as Level })) ?? null,
    signals: row.signals,
    approvals: row.approvals.map((each) => ({ ...each, validUntil: new Date(each.validUntil) })),
  };
}

const waiversIn = (row: FactsRow): WaiverFact[] => row.waivers.map((each) => ({ ...each, until: new Date(each.until) }));

/** The verdict over what was read of an asset. */
export function verdictOn(row: FactsRow, at: Date): GateVerdict {
  const { gateStage: stage, policy, controls, templates } = row;
  return judge({ stage, policy, facts: factsIn(row), waivers: waiversIn(row), names: { controls, templates }, at });
}

export type Judgement = { row: FactsRow; verdict: GateVerdict };

/**
 * The verdicts of gates, each on one asset's version, in one statement; an asset that is not there has none. The reader must see every team: see sql.ts.
 * @param gates assets, each with the stage before which its gate stands
 */
export async function judgeAll(
  reader: Reader,
  gates: readonly { id: string; stage: Stage }[],
  which: WhichVersion,
  at: Date,
): Promise<Judgement[]> {
  if (gates.length === 0) return [];
  const asked = Prisma.sql`SELECT * FROM unnest(${gates.map(({ id }) => id)}::uuid[], ${gates.map(({ stage }) => stage)}::text[]) AS q (id, stage)`;
  const rows = await reader.rows<FactsRow>(factsOf({ asked, which, at }));
  return rows.map((row) => ({ row, verdict: verdictOn(row, at) }));
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The ids of assets that a machine names: by id, or by key in a team, or among all that the actor sees. */
function named(actor: Actor, { asset, team }: VerdictInput): Prisma.Sql {
  const { read: teams } = scopeOf(actor);
  if (uuid.test(asset)) return Prisma.sql`SELECT a.id, a.team_id FROM assets a WHERE a.id = ${asset}::uuid`;
  const within = teams === 'every' ? Prisma.sql`true` : Prisma.sql`t.id = ANY (${[...teams]}::uuid[])`;
  const ofTeam = team ? Prisma.sql`AND t.key = ${team}` : Prisma.empty;
  // Team by team, so that the key is found in the index of each.
  return Prisma.sql`SELECT a.id, a.team_id FROM teams t CROSS JOIN LATERAL (
    SELECT x.id, x.team_id FROM assets x WHERE x.team_id = t.id AND x.key = ${asset} OFFSET 0) a WHERE ${within} ${ofTeam} LIMIT 2`;
}

/**
 * The verdict on a digest that a build has in hand: may it be at this stage? One question to the database.
 * @throws AppError `not_found` for an asset that the actor does not see, `invalid` where a key is that of several
 */
export async function getVerdict(actor: Actor, input: VerdictInput): Promise<MachineVerdict> {
  const at = now();
  const { stage, digest } = input;
  const asked = Prisma.sql`SELECT n.id, ${stage}::text AS stage FROM (${named(actor, input)}) n`;
  const rows = await read(houseScope(actor.id), (reader) => reader.rows<FactsRow>(factsOf({ asked, which: { digest }, at })));
  const seen = rows.filter((row) => can(actor, 'asset.read', { teamId: row.teamId }));
  const [row] = seen;
  if (!row) throw notFound('asset');
  if (seen.length > 1) throw invalid('team', 'Several teams have an asset with this key: name the team.');
  const verdict = verdictOn(row, at);
  const known = row.version !== null;
  const unknownDigest = {
    code: 'digest_unknown' as const,
    message: 'No registered version of this asset has this digest.',
    path: `/assets/${row.id}/versions`,
  };
  return {
    asset: { id: row.id, key: row.key, name: row.name, kind: row.kind, stage: row.stage },
    digest,
    version: row.version && { id: row.version.id, label: row.version.label, rootDigest: row.version.rootDigest },
    at: at.toISOString(),
    ...verdict,
    passed: known && verdict.passed,
    reasons: known ? verdict.reasons : [unknownDigest, ...verdict.reasons],
  };
}

/** The asset's gate before a stage as its facts stand, for a page or within a change. @throws AppError `not_found` where a version is named that it has not. */
export async function judgeOne(
  reader: Reader,
  id: string,
  stage: Stage,
  versionId: string | null | undefined,
  at: Date,
): Promise<Judgement> {
  const [judged] = await judgeAll(reader, [{ id, stage }], versionId ? { id: versionId } : 'newest', at);
  if (!judged) throw notFound('asset');
  if (versionId && !judged.row.version) throw new AppError('not_found', 'This version does not exist, or is not one of this asset.');
  return judged;
}
