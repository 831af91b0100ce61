/** For tests alone: what gates keep of a team, with a mark in whatever tells of it, or without. */
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow } from '#lib/platform/testing.ts';
import type { TestAsset, TestPerson } from './testing.ts';

/** Texts that are no one's secret: closed lists of words, and what the organisation's gates ask for. */
export const openOfGates: Readonly<Record<string, readonly string[]>> = {
  promotions: ['from_stage', 'to_stage', 'act', 'root_digest'],
  waivers: ['stage', 'requirement', 'content', 'status'],
};

/** What a team's gates are known by in operations, their texts marked; with an empty mark, things like any other. */
export async function fillGates(asset: TestAsset, person: TestPerson, mark: string): Promise<Record<string, unknown>> {
  const of = { team_id: asset.teamId, asset_id: asset.id };
  const said = (what: string) => `${what} ${mark}`.trim();
  const reason = { code: 'control_missing', message: said('Nothing there'), path: null };
  const requirement = { key: 'controls', type: 'controls_verified', title: said('Controls'), met: false, reasons: [reason], waiver: null };
  const gate = { stage: 'deploy', passed: false, policyNumber: 1, reasons: [], requirements: [requirement] };
  const verdict = { passed: false, version: { id: newId(), label: said('v1'), rootDigest: null }, gates: [gate] };
  const way = { from_stage: 'develop', to_stage: 'deploy', act: 'promote', passed: false, reason: said('Because we must') };
  await insertRow('promotions', { id: newId(), ...of, ...way, verdict, actor_id: person.id });
  const content = { key: 'signals', type: 'no_signal', level: 'high' };
  const asked = {
    stage: 'deploy',
    requirement: 'signals',
    content,
    until: new Date(Date.now() + 30 * 86_400_000),
    requested_by: person.id,
  };
  const why = { reason: said('It is borne for a while') };
  const over = { status: 'ended', ended_at: new Date(), note: said('So be it'), ended_note: said('Over') };
  await insertRow('waivers', { id: newId(), ...of, ...asked, ...why, ...over });
  const waiverId = newId();
  await insertRow('waivers', { id: waiverId, ...of, ...asked, ...why });
  return { 'waivers/{id}': waiverId, waiverId, requirement: 'signals' };
}
