/** How the bank's assets went through their gates: each change of a stage with its verdict, tries that were held back, and waivers. */
import { builtInRequirements } from '#lib/gates/policies/rules.ts';
import { actOf, gatesBetween, nextStage } from '#lib/gates/rules.ts';
import { isLifted } from '#lib/gates/verdict/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { History, Row } from '../history.ts';
import { after, momentOf } from '../moments.ts';
import { courses, skipReason, type WaiverCourse } from './stories.ts';
import { type Inventory, judgedGate, kindOf, passedGate, stageOf, versionAt } from './verdicts.ts';

export type Known = Inventory & {
  now: Date;
  history: History;
  assets: readonly Row[];
  memberships: readonly Row[];
  /** Who decides on waivers. */
  deciderId: string | null;
};
export type GateTables = Record<'promotions' | 'waivers', Row[]>;

const day = 86_400_000;
const moved = new Set(['asset.promoted', 'asset.stage_skipped', 'asset.sent_back']);

export function gateRows(known: Known): GateTables {
  const made: GateTables = { promotions: [], waivers: [] };
  for (const event of known.history.rows.filter((row) => moved.has(String(row['event'])))) made.promotions.push(promotionOf(known, event));
  const heldBack = known.assets.filter((asset) => asset['status'] === 'active' && isHeldBack(known, asset));
  for (const [index, course] of courses.entries()) {
    const asset = heldBack[index * 3];
    if (asset) follow(made, known, asset, course);
  }
  return made;
}

/** The row of a change of stage that the history tells. */
function promotionOf(known: Known, event: Row): Row {
  const asset = known.assets.find(({ id }) => id === event['target_id']) ?? {};
  const [from, to, at] = [stageOf((event['before'] as Row)['stage']), stageOf((event['after'] as Row)['stage']), event['at'] as Date];
  const act = actOf(from, to) ?? 'promote';
  const gates = act === 'back' ? [] : gatesBetween(from, to).map((stage) => passedGate(kindOf(asset), stage));
  const version = act === 'back' ? null : versionAt(known, asset, at);
  return row(asset, {
    from,
    to,
    act,
    passed: true,
    reason: act === 'promote' ? '' : skipReason,
    actorId: event['actor_id'],
    at,
    version,
    gates,
  });
}

type Way = {
  from: string;
  to: string;
  act: string;
  passed: boolean;
  reason: string;
  actorId: unknown;
  at: Date;
  version: ReturnType<typeof versionAt>;
  gates: ReturnType<typeof passedGate>[];
};

function row(asset: Row, { from, to, act, passed, reason, actorId, at, version, gates }: Way): Row {
  const judged = version && { id: version.id, label: version.label, rootDigest: version.rootDigest };
  return {
    ...{
      id: newId(at.getTime()),
      team_id: asset['team_id'],
      asset_id: asset['id'],
      from_stage: from,
      to_stage: to,
      act,
      passed,
      reason,
      at,
    },
    ...{ version_id: version?.id ?? null, root_digest: version?.rootDigest ?? null, policy_number: gates.at(-1)?.policyNumber ?? null },
    ...{ actor_id: actorId, verdict: { passed, version: judged, gates } },
  };
}

function isHeldBack(known: Known, asset: Row): boolean {
  const next = nextStage(stageOf(asset['stage']));
  return next !== null && asset['owner_id'] !== known.deciderId && !judgedGate(known, asset, next, known.now).passed;
}

/** Somebody tried, the gate held it back, and a waiver was asked for what was in the way. */
function follow(made: GateTables, known: Known, asset: Row, course: WaiverCourse): void {
  const { now, history, deciderId } = known;
  const from = stageOf(asset['stage']);
  const to = nextStage(from);
  const lead = known.memberships.find(({ team_id: team, role }) => team === asset['team_id'] && role === 'lead')?.['user_id'];
  if (!to || !lead) return;
  const words = `${asset['key']} gate`;
  const at = after(words, momentOf(now, course.daysAgo, words), asset['created_at'] as Date);
  if (at >= now) return;
  const gate = judgedGate(known, asset, to, at);
  const about = { target: ['asset', String(asset['id'])] as [string, string], teamId: String(asset['team_id']) };
  const tried = {
    from,
    to,
    act: 'promote',
    passed: false,
    reason: '',
    actorId: lead,
    at,
    version: versionAt(known, asset, at),
    gates: [gate],
  };
  made.promotions.push(row(asset, tried));
  history.record({ ...about, event: 'asset.held_back', at, actorId: String(lead), before: { stage: from }, after: { wanted: to } });
  const missing = gate.requirements.find((each) => !isLifted(each));
  const content = builtInRequirements(kindOf(asset), to).find(({ key }) => key === missing?.key);
  if (!content || !deciderId) return;
  const asked = after(`${words} asked`, at);
  const decided =
    course.status === 'requested' ? null : after(`${words} decided`, new Date(Math.min(asked.getTime() + day, now.getTime() - day / 4)));
  const until = new Date(asked.getTime() + course.days * day);
  const ended = course.status === 'ended' ? until : null;
  const id = newId(asked.getTime());
  made.waivers.push({
    ...{ id, team_id: asset['team_id'], asset_id: asset['id'], stage: to, requirement: content.key, content, reason: course.reason, until },
    ...{
      status: course.status,
      requested_by: lead,
      requested_at: asked,
      decided_by: decided && deciderId,
      decided_at: decided,
      note: course.note,
    },
    ...{ ended_at: ended, ended_by: null, ended_note: ended && 'Its time passed.', owners: [], noticed_at: null, version: 1 },
  });
  const told = { target: ['waiver', id] as [string, string], teamId: about.teamId };
  const what = { assetId: asset['id'], stage: to, requirement: content.key };
  history.record({
    ...told,
    event: 'waiver.requested',
    at: asked,
    actorId: String(lead),
    after: { ...what, until, reason: course.reason },
  });
  if (decided) {
    const outcome = course.status === 'refused' ? 'refused' : 'granted';
    history.record({
      ...told,
      event: `waiver.${outcome}`,
      at: decided,
      actorId: deciderId,
      before: { status: 'requested' },
      after: { ...what, status: outcome, note: course.note },
    });
  }
  if (ended)
    history.record({
      ...told,
      event: 'waiver.ended',
      at: ended,
      actorId: null,
      before: { status: 'granted' },
      after: { ...what, status: 'ended' },
    });
}
