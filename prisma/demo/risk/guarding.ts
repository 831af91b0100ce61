/** What people do to safeguards and their evidence, as the commands of lib/risks/safeguards do it. Heirs follow what they inherit from. */
import { newId } from '#lib/platform/identifiers.ts';
import { evidenceUntil, verifiedPieces } from '#lib/risks/safeguards/evidence/rules.ts';
import type { PersonKey } from '../people.ts';
import { change, type Desk } from './desk.ts';
import { digestOf, type Piece } from './evidence.ts';
import type { Asset, Evidence, Safeguard } from './state.ts';

const day = 86_400_000;

/** An asset, or a team that offers a control to its assets. */
export type Place = { asset: Asset } | { asset: null; team: string; teamId: string };
type Plan = { control: string; owner?: PersonKey | null; dueAt?: Date | null; notes?: string };

export function find(desk: Desk, place: Place, control: string): Safeguard | undefined {
  return place.asset ? place.asset.safeguards.get(control) : desk.register.offers.get(`${place.team} ${control}`);
}

export function plan(desk: Desk, place: Place, at: Date, by: PersonKey, { control, owner = null, dueAt = null, notes = '' }: Plan): void {
  const id = newId(at.getTime());
  const teamId = place.asset ? place.asset.teamId : place.teamId;
  const ownerId = owner && desk.userId(owner);
  const assetId = place.asset?.id ?? null;
  const made: Safeguard = {
    ...{ id, teamId, assetId, control, state: 'planned', reason: null, inheritedFrom: null, ownerId, dueAt, notes },
    ...{ implementedBy: null, implementedAt: null, verifiedBy: null, verifiedAt: null, evidenceUntil: null },
    ...{ createdAt: at, updatedAt: at, version: 1 },
  };
  if (place.asset) place.asset.safeguards.set(control, made);
  else desk.register.offers.set(`${place.team} ${control}`, made);
  desk.register.evidence.set(id, []);
  const given = Object.fromEntries(Object.entries({ ownerId, dueAt, notes }).filter(([, value]) => value));
  const after = { control, assetId, ...given };
  desk.history.record({ event: 'safeguard.added', at, actorId: desk.userId(by), target: ['safeguard', id], teamId, after });
  if (place.asset) desk.settle(place.asset, at, 'safeguard.added', desk.userId(by));
}

/** Writes a step and its event, lets the heirs follow, and settles. */
function step(
  desk: Desk,
  place: Place,
  made: Safeguard,
  at: Date,
  by: PersonKey,
  event: `safeguard.${string}`,
  fields: Partial<Safeguard>,
  why?: string,
) {
  const differing = change(made, fields, at);
  if (!differing) return;
  const actorId = desk.userId(by);
  const after = { ...differing.after, ...(why && { why }) };
  desk.history.record({ event, at, actorId, target: ['safeguard', made.id], teamId: made.teamId, before: differing.before, after });
  followed(desk, made, at, event, actorId);
  if (place.asset) desk.settle(place.asset, at, event, actorId);
}

function followed(desk: Desk, source: Safeguard, at: Date, cause: string, actorId: string): void {
  for (const asset of desk.register.assets.values()) {
    const heir = asset.safeguards.get(source.control);
    if (heir?.inheritedFrom !== source.id) continue;
    const before = { state: heir.state };
    if (!change(heir, { state: source.state, evidenceUntil: source.evidenceUntil }, at)) continue;
    const about = { target: ['safeguard', heir.id] as [string, string], teamId: heir.teamId };
    desk.history.record({ event: 'safeguard.followed', at, actorId, ...about, before, after: { state: heir.state, cause } });
    desk.settle(asset, at, cause, actorId);
  }
}

/** Follows another from now on: of an asset that its own was made from, or the offer of its team. */
export function inherit(desk: Desk, asset: Asset, made: Safeguard, source: Safeguard, at: Date, by: PersonKey): void {
  const { state, evidenceUntil: until } = source;
  step(desk, { asset }, made, at, by, 'safeguard.inherited', { inheritedFrom: source.id, state, evidenceUntil: until });
}

const resting = (desk: Desk, { id, verifiedAt }: Safeguard) =>
  evidenceUntil(verifiedPieces(desk.register.evidence.get(id) ?? [], verifiedAt));

export function implement(desk: Desk, place: Place, made: Safeguard, at: Date, by: PersonKey): void {
  const fields = { state: 'implemented' as const, implementedBy: desk.userId(by), implementedAt: at };
  step(desk, place, made, at, by, 'safeguard.implemented', { ...fields, evidenceUntil: resting(desk, made) });
}

export function verify(desk: Desk, place: Place, made: Safeguard, at: Date, by: PersonKey): void {
  const until = evidenceUntil(desk.register.evidence.get(made.id) ?? []);
  step(desk, place, made, at, by, 'safeguard.verified', {
    ...{ state: 'verified', verifiedBy: desk.userId(by), verifiedAt: at },
    evidenceUntil: until,
  });
}

/** A verification is taken back: it counts as implemented again. */
export function takeBack(desk: Desk, place: Place, made: Safeguard, at: Date, by: PersonKey, why: string): void {
  const pieces = desk.register.evidence.get(made.id) ?? [];
  const fields = { state: 'implemented' as const, verifiedBy: null, verifiedAt: null, evidenceUntil: evidenceUntil(pieces) };
  step(desk, place, made, at, by, 'safeguard.unverified', fields, why);
}

export function exclude(desk: Desk, place: Place, made: Safeguard, at: Date, by: PersonKey, reason: string): void {
  const none = { verifiedBy: null, verifiedAt: null, implementedBy: null, implementedAt: null };
  step(desk, place, made, at, by, 'safeguard.excluded', { state: 'not_applicable', reason, ...none }, reason);
}

export function addEvidence(desk: Desk, place: Place, made: Safeguard, at: Date, by: PersonKey, piece: Piece): void {
  const { kind, title, content = '', file, days } = piece;
  const bytes = file && Buffer.from(file.text);
  const row: Evidence = {
    ...{ id: newId(at.getTime()), teamId: made.teamId, safeguardId: made.id, kind, title, content },
    ...{ fileName: file?.name ?? null, fileType: null, fileSize: bytes?.length ?? null, fileSha256: bytes ? digestOf(bytes) : null },
    ...{ expiresAt: days ? new Date(at.getTime() + days * day) : null, addedBy: desk.userId(by), addedAt: at },
  };
  desk.register.evidence.set(made.id, [...(desk.register.evidence.get(made.id) ?? []), row]);
  if (bytes) desk.chunks.push({ evidence_id: row.id, team_id: made.teamId, position: 0, bytes: `\\x${bytes.toString('hex')}` });
  const named = bytes ? { fileName: row.fileName, size: row.fileSize, sha256: row.fileSha256 } : {};
  const after = { evidenceId: row.id, kind, title, ...named, ...(row.expiresAt && { expiresAt: row.expiresAt }) };
  const actorId = desk.userId(by);
  desk.history.record({ event: 'evidence.added', at, actorId, target: ['safeguard', made.id], teamId: made.teamId, after });
  const before = made.evidenceUntil;
  Object.assign(made, { evidenceUntil: resting(desk, made), updatedAt: at, version: made.version + 1 });
  if (before?.getTime() === made.evidenceUntil?.getTime()) return;
  followed(desk, made, at, 'evidence.added', actorId);
  if (place.asset) desk.settle(place.asset, at, 'evidence.added', actorId);
}
