/** Signals: what was seen of an asset that makes its risks likelier, until somebody clears it. */
import { newId } from '#lib/platform/identifiers.ts';
import type { PersonKey } from '../people.ts';
import type { Desk } from './desk.ts';
import type { Asset, Signal } from './state.ts';

export type Seen = Pick<Signal, 'threat' | 'severity' | 'source' | 'sourceRef' | 'title' | 'detail'>;

/** Null, and nothing raised, for a threat that does not apply to the asset. */
export function raise(desk: Desk, asset: Asset, at: Date, by: PersonKey, seen: Seen): Signal | null {
  const { id: assetId, teamId } = asset;
  if (seen.threat && ![...asset.risks.values()].some(({ threat: of, applies }) => applies && of === seen.threat)) return null;
  const raisedBy = desk.userId(by);
  const none = { clearedBy: null, clearedAt: null, clearedNote: null };
  const signal: Signal = { id: newId(at.getTime()), teamId, assetId, ...seen, raisedBy, raisedAt: at, ...none, version: 1 };
  asset.signals.push(signal);
  desk.signals.push(signal);
  const { threat, severity, source, title, detail } = seen;
  const after = { assetId, source, threat, severity, title, detail };
  desk.history.record({ event: 'signal.raised', at, actorId: raisedBy, target: ['signal', signal.id], teamId, after });
  desk.settle(asset, at, 'signal.raised', raisedBy);
  return signal;
}

export function clear(desk: Desk, asset: Asset, signal: Signal, at: Date, by: PersonKey, note: string): void {
  const actorId = desk.userId(by);
  Object.assign(signal, { clearedBy: actorId, clearedAt: at, clearedNote: note, version: signal.version + 1 });
  const { id, teamId, severity, threat } = signal;
  const values = { before: { severity, threat }, after: { assetId: asset.id, note } };
  desk.history.record({ event: 'signal.cleared', at, actorId, target: ['signal', id], teamId, ...values });
  desk.settle(asset, at, 'signal.cleared', actorId);
}
