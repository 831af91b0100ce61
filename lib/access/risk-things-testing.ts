/** For tests alone: the risks of a team and all that hangs on them, with a mark in whatever people wrote, or without. */
import { createHash } from 'node:crypto';
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow, owner } from '#lib/platform/testing.ts';
import { makeRisk, makeSafeguard, type TestAsset, type TestPerson } from './testing.ts';

// Of the built-in catalogue: an entry of its own would be seen by everybody.
const [threat, control] = ['malicious-model-artifact', 'safe-model-formats'];

/** Texts that are no one's secret: closed lists of words, keys of the catalogue, which is everybody's, and facts made of both. */
export const openOfRisks: Readonly<Record<string, readonly string[]>> = {
  acceptances: ['status', 'treatment_before'],
  evidence: ['kind', 'file_sha256'],
  posture_days: ['kind', 'stage'],
  risk_changes: ['cause', 'facts_before', 'facts_after'],
  risks: ['kind', 'threat', 'stage', 'treatment'],
  risks_due: ['cause'],
  safeguards: ['control', 'state'],
  signals: ['threat', 'severity', 'source'],
  tallies: ['measure', 'kind', 'stage'],
  tally_sums: ['measure', 'kind', 'stage'],
};

/** What a team's risks are known by in operations, their texts marked; with an empty mark, things like any other. */
export async function fillRisks(asset: TestAsset, person: TestPerson, mark: string): Promise<Record<string, unknown>> {
  const team = { team_id: asset.teamId, asset_id: asset.id };
  const said = (what: string) => `${what} ${mark}`.trim();
  const risk = await makeRisk(asset, {
    threat,
    more: { notes: said('Noted'), set_reason: said('Because we know it'), owner_id: person.id },
  });
  const change = { level_before: 3, level_after: 6, likelihood_before: 0, likelihood_after: 4, impact_before: 0, impact_after: 4 };
  await insertRow('risk_changes', { id: newId(), ...team, risk_id: risk.id, cause: 'risk.assessed', ...change });
  const safeguard = await makeSafeguard(asset, control, { notes: said('Noted'), reason: said('Because'), owner_id: person.id });
  const evidenceId = newId();
  const bytes = Buffer.from(said('evidence'));
  const file = { file_name: `${said('proof')}.txt`, file_type: said('text/plain'), file_size: bytes.length };
  const digest = createHash('sha256').update(bytes).digest('hex');
  const shown = { kind: 'file', title: said('Proof'), content: said('Shown'), ...file, file_sha256: digest };
  await insertRow('evidence', { id: evidenceId, team_id: asset.teamId, safeguard_id: safeguard.id, ...shown });
  await insertRow('evidence_chunks', { evidence_id: evidenceId, team_id: asset.teamId, position: 0, bytes });
  const asked = { reason: said('It is borne for a while'), until: new Date(Date.now() + 30 * 86_400_000), severity: 3 };
  const ended = { status: 'ended', ended_at: new Date(), note: said('So be it'), ended_note: said('Over') };
  await insertRow('acceptances', { id: newId(), ...team, risk_id: risk.id, requested_by: person.id, ...asked, ...ended });
  const acceptanceId = newId();
  await insertRow('acceptances', { id: acceptanceId, ...team, risk_id: risk.id, requested_by: person.id, ...asked });
  const signalId = newId();
  const seen = { title: said('Seen'), detail: said('In detail'), source_ref: said('ref'), cleared_note: said('Cleared') };
  await insertRow('signals', { id: signalId, ...team, severity: 'high', ...seen });
  // A team may be filled twice: each time a day of its own.
  const [none, day] = ['{0,0,0,0,0,0,0,0}', mark ? '2026-01-02' : '2026-01-01'];
  await insertRow('posture_days', { id: newId(), day, team_id: asset.teamId, kind: '', stage: '', levels: none, risks: none });
  await owner.query('SELECT fold_tallies()');
  return {
    'risks/{id}': risk.id,
    'safeguards/{id}': safeguard.id,
    'evidence/{evidenceId}': evidenceId,
    'acceptances/{id}': acceptanceId,
    'signals/{id}': signalId,
    'threats/{key}': threat,
    'controls/{key}': control,
    'frameworks/{key}': 'atlas',
    ...{ riskId: risk.id, riskIds: [risk.id], safeguardId: safeguard.id, evidenceId, acceptanceId, threat, control },
  };
}
