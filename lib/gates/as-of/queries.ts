import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { teamsOf } from '#lib/assets/list/queries.ts';
import { levelOf } from '#lib/assets/list/sql.ts';
import { type Kind, levels, type Stage } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { env } from '#lib/platform/env.ts';
import { invalid, notFound } from '#lib/platform/errors.ts';
import { momentOf } from '#lib/risks/history/rules.ts';
import { fieldsBefore, levelsAt } from '#lib/risks/history/sql.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { PromotionAct } from '../rules.ts';
import type { AsOf, AsOfAsset, AsOfInput } from './schema.ts';
import { approvalsAt, cameAt, controlsAt, standingAt } from './sql.ts';

type Standing = { id: string; key: string; name: string; kind: Kind; teamName: string; stage: Stage; sort_key: string };
type Came = {
  id: string;
  promotion: {
    id: string;
    at: string;
    act: PromotionAct;
    to: Stage;
    actorName: string | null;
    policyNumber: number | null;
    waived: number;
  } | null;
  version: AsOfAsset['version'];
};
type Risk = { assetId: string; id: string; stage: Stage; threat: string; level: number };
type Dated<T> = Omit<T, 'approvedAt' | 'validUntil'> & { assetId: string; approvedAt: Date; validUntil: Date };
type Control = AsOfAsset['controls'][number] & { assetId: string };
const states = ['planned', 'implemented', 'verified', 'not_applicable'] as const;

/**
 * What was in which stage at the end of a day, approved by whom, at what risk, on which evidence; within the reader's rights of today.
 * @throws AppError `invalid` for a day that has not begun, `not_found` for a team that the reader does not see
 */
export async function getAsOf(actor: Actor, input: AsOfInput): Promise<AsOf> {
  const moment = momentOf(input.on, now());
  if (!moment) throw invalid('on', 'This day has not begun yet.');
  const { day, at } = moment;
  const [name, id] = input.after ? decodeCursor(input.after, 'after', 'as of', ['text', 'id']) : [];
  const from = name === undefined ? null : { name: String(name), id: String(id) };
  return read(scopeOf(actor), async (reader) => {
    const teams = await teamsOf(reader, actor, { team: input.team ? [input.team] : undefined });
    if (input.team && teams !== 'every' && teams.length !== 1) throw notFound('team');
    const [team] = input.team
      ? await reader.rows<{ key: string; name: string }>(Prisma.sql`SELECT key, name FROM teams WHERE key = ${input.team}`)
      : [];
    const rows = await reader.rows<Standing>(standingAt({ teams, kind: input.kind, stage: input.stage }, at, from, input.limit + 1));
    const shown = rows.slice(0, input.limit);
    const ids = shown.map((row) => row.id);
    const came = await reader.rows<Came>(cameAt(ids, at));
    const risks = await reader.rows<Risk>(levelsAt(ids, at));
    const approvals = await reader.rows<Dated<AsOfAsset['approvals'][number]>>(approvalsAt(ids, at));
    const controls = await reader.rows<Control>(controlsAt(ids, at));
    const before = await reader.rows<{ id: string; value: string | null }>(
      fieldsBefore(
        'safeguard',
        controls.map(({ safeguardId }) => safeguardId),
        ['state'],
        at,
      ),
    );
    const stateThen = new Map(before.map((each) => [each.id, states.find((state) => state === each.value)]));
    const last = shown.at(-1);
    return {
      ...{ on: day, asOf: at.toISOString(), madeAt: now().toISOString(), madeBy: actor.name, place: new URL(env().GATEHOUSE_URL).host },
      ...{ team: team ?? null, kind: input.kind ?? null, stage: input.stage ?? null },
      assets: shown.map(({ sort_key: _key, ...row }) => ({
        ...row,
        ...arrival(
          came.find((each) => each.id === row.id),
          row.stage,
        ),
        ...exposureThen(risks.filter((each) => each.assetId === row.id)),
        approvals: approvals
          .filter((each) => each.assetId === row.id)
          .map(({ assetId: _asset, ...each }) => ({
            ...each,
            approvedAt: each.approvedAt.toISOString(),
            validUntil: each.validUntil.toISOString(),
          })),
        controls: controls
          .filter((each) => each.assetId === row.id)
          .map(({ assetId: _asset, ...each }) => ({
            ...each,
            state: stateThen.get(each.safeguardId) ?? each.state,
            evidence: each.evidence.map((one) => ({ ...one, addedAt: new Date(one.addedAt).toISOString() })),
          })),
      })),
      next: rows.length > input.limit && last ? encodeCursor({ sort: 'as of', values: [last.sort_key, last.id] }) : null,
    };
  });
}

/** The promotion is told where it led to the stage: before that, nobody recorded how it came there. */
function arrival(came: Came | undefined, stage: Stage): Pick<AsOfAsset, 'promotion' | 'version'> {
  const promotion = came?.promotion?.to === stage ? came.promotion : null;
  if (!promotion) return { promotion: null, version: came?.version ?? null };
  const { to: _to, at, ...told } = promotion;
  return { promotion: { ...told, at: new Date(at).toISOString() }, version: came?.version ?? null };
}

const bad = levels.indexOf('medium');

function exposureThen(risks: readonly Risk[]): Pick<AsOfAsset, 'level' | 'risks'> {
  if (risks.length === 0) return { level: null, risks: [] };
  const worst = [...risks].sort((a, b) => b.level - a.level || a.threat.localeCompare(b.threat));
  return {
    level: levelOf(worst[0]?.level ?? 0),
    risks: worst.filter(({ level }) => level >= bad).map(({ assetId: _asset, level, ...each }) => ({ ...each, level: levelOf(level) })),
  };
}
