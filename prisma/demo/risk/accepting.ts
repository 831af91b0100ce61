/** Acceptances, as the commands of lib/risks/acceptances write them: asked for by one, decided by another, ended by time. */
import { newId } from '#lib/platform/identifiers.ts';
import { conflictOf } from '#lib/risks/acceptances/policy.ts';
import { hindranceToRequest, severityWord } from '#lib/risks/acceptances/rules.ts';
import type { PersonKey } from '../people.ts';
import { change, type Desk } from './desk.ts';
import type { Acceptance, Asset, Risk } from './state.ts';

/** May anybody ask to bear it as it stands? */
function isAcceptable(asset: Asset, risk: Risk, at: Date): boolean {
  const current = risk.assessedUntil !== null && risk.assessedUntil > at;
  const { applies, severity } = risk;
  const standing = { applies, severity, current, assessed: risk.assessedAt !== null, retired: asset.status === 'retired', waiting: false };
  return hindranceToRequest(standing) === null;
}

/** Null, and nothing asked for, where the rules would not let anybody ask. */
export function request(desk: Desk, asset: Asset, risk: Risk, at: Date, by: PersonKey, reason: string, until: Date): Acceptance | null {
  if (!isAcceptable(asset, risk, at)) return null;
  const asked = { riskId: risk.id, assetId: asset.id, until, severity: risk.severity, reason };
  const made: Acceptance = {
    ...{ id: newId(at.getTime()), teamId: asset.teamId, ...asked, status: 'requested', requestedBy: desk.userId(by), requestedAt: at },
    ...{ decidedBy: null, decidedAt: null, note: null, endedAt: null, endedBy: null, endedNote: null, treatmentBefore: null },
    ...{ noticedAt: null, version: 1 },
  };
  desk.acceptances.push(made);
  const after = { ...asked, severity: severityWord(risk.severity) };
  const about = { target: ['acceptance', made.id] as [string, string], teamId: made.teamId };
  desk.history.record({ event: 'acceptance.requested', at, actorId: made.requestedBy, ...about, after });
  return made;
}

function write(desk: Desk, made: Acceptance, fields: Partial<Acceptance>, at: Date, actorId: string | null): void {
  const before = { status: made.status };
  change(made, fields, at);
  const { decidedAt: _decided, endedAt: _ended, treatmentBefore: _treatment, ...after } = fields;
  const { riskId, assetId, teamId } = made;
  const about = { target: ['acceptance', made.id] as [string, string], teamId };
  desk.history.record({ event: `acceptance.${made.status}`, at, actorId, ...about, before, after: { ...after, riskId, assetId } });
}

type Decision = { status: 'granted' | 'refused'; note: string };

/** Nothing is decided by whoever asked for it or owns the asset or the risk, nor granted where there is nothing left to accept. */
export function decide(desk: Desk, asset: Asset, risk: Risk, made: Acceptance, at: Date, by: PersonKey, { status, note }: Decision): void {
  const decidedBy = desk.userId(by);
  const parties = { requestedBy: made.requestedBy, assetOwnerId: asset.ownerId, riskOwnerId: risk.ownerId, ownersThen: [] };
  if (conflictOf(decidedBy, parties)) return;
  const decided = { status, decidedBy, decidedAt: at, note: note || null };
  if (status === 'refused') write(desk, made, decided, at, decidedBy);
  if (status === 'refused' || !isAcceptable(asset, risk, at) || risk.severity > made.severity) return;
  write(desk, made, { ...decided, treatmentBefore: risk.treatment, until: made.until }, at, decidedBy);
  change(risk, { acceptedUntil: made.until, acceptedSeverity: made.severity, treatment: 'accept' }, at);
  desk.settle(asset, at, 'acceptance.granted', decidedBy);
}

/** Its time has passed, or somebody takes it back: the risk is open again, and what was done about it before holds. */
export function end(desk: Desk, asset: Asset, risk: Risk, made: Acceptance, at: Date, revoked?: { by: PersonKey; note: string }): void {
  if (made.status !== 'granted') return;
  const endedBy = revoked ? desk.userId(revoked.by) : null;
  const status = revoked ? ('revoked' as const) : ('ended' as const);
  write(desk, made, { status, endedAt: at, endedBy, endedNote: revoked?.note ?? 'Its time passed.' }, at, endedBy);
  const treatment = risk.treatment === 'accept' ? made.treatmentBefore : risk.treatment;
  change(risk, { acceptedUntil: null, acceptedSeverity: null, treatment }, at);
  desk.settle(asset, at, `acceptance.${status}`, endedBy);
}

/** People were told that it ends soon. */
export function notice(desk: Desk, made: Acceptance, at: Date): void {
  if (made.status !== 'granted') return;
  Object.assign(made, { noticedAt: at, version: made.version });
  const about = { target: ['acceptance', made.id] as [string, string], teamId: made.teamId };
  desk.history.record({ event: 'acceptance.noticed', at, actorId: null, ...about, after: { until: made.until, riskId: made.riskId } });
}
