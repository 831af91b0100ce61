import { call } from '@orpc/server';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import {
  actorOf,
  contextOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeTeam,
  type TestPerson,
  type TestTeam,
} from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { acceptanceOperations as acceptances } from '#lib/risks/acceptances/procedures.ts';
import { riskOperations as risks } from '#lib/risks/register/procedures.ts';
import { recordDay } from '../history/commands.ts';
import { reportOperations } from './procedures.ts';
import type { Posture } from './schema.ts';

const time = vi.hoisted(() => ({ now: new Date() }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => time.now }));

const present = new Date();
const daysAgo = (days: number) => new Date(present.getTime() - days * 86_400_000);
const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const then = daysAgo(3);

let team: TestTeam;
let ines: TestPerson;
let lead: Actor;
let scientist: Actor;
let security: Actor;

const as = (actor: Actor) => ({ context: contextOf(actor) });
const report = (actor: Actor, input: { date?: string; team?: string; kind?: 'model' | 'dataset' } = {}): Promise<Posture> =>
  call(reportOperations.posture, input, as(actor));
const reason = 'Only two people can reach it, and both are watched.';

beforeAll(async () => {
  security = await makeOrganisationActor('security');
});

beforeEach(async () => {
  time.now = present;
  team = await makeTeam();
  ines = await makePerson({ name: 'Inês', roles: [[team, 'data_scientist']] });
  lead = await makeActor([team, 'lead']);
  scientist = await actorOf(ines);
});

async function freshAsset(name: string) {
  const { id } = await call(assets.create, { teamId: team.id, kind: 'model', name, stage: 'deploy' }, as(lead));
  return (await call(risks.ofAsset, { id }, as(lead))).risks.map((risk) => risk.id);
}

const versionOf = async (id: string) => (await call(risks.get, { id }, as(lead))).version;
async function assess(id: string | undefined, likelihood: number, impact: number) {
  const risk = id ?? '';
  await call(risks.assess, { id: risk, version: await versionOf(risk), likelihood, impact, reason }, as(lead));
}
async function edit(id: string | undefined, fields: { ownerId?: string | null; dueAt?: string | null }) {
  await call(risks.edit, { id: id ?? '', version: await versionOf(id ?? ''), ...fields }, as(lead));
}
async function treat(id: string | undefined, treatment: 'mitigate' | 'avoid') {
  await call(risks.treat, { id: id ?? '', version: await versionOf(id ?? ''), treatment }, as(lead));
}

/** The audit log has the database's clock; what was done in this test so far was done at a moment of the test's. */
async function happenedAt(at: Date) {
  await owner.query('ALTER TABLE audit_events DISABLE TRIGGER immutable');
  await owner.query("UPDATE audit_events SET at = $1 WHERE team_id = $2 AND target_type IN ('risk', 'acceptance')", [at, team.id]);
  await owner.query('ALTER TABLE audit_events ENABLE TRIGGER immutable');
}

/** What a report says of its date, without when and by whom it was made. */
const said = ({ date, scope, figures, risks: listed, acceptances: borne }: Posture) => ({
  ...{ date, scope, listed, borne },
  figures: figures && { ...figures, recordedAt: '' },
});

test('a report of an old date says what was true then, whatever has changed since', async () => {
  time.now = then;
  const [first, second, third, fourth] = await freshAsset('Scorer');
  await assess(first, 5, 5);
  await assess(second, 4, 4);
  await assess(fourth, 4, 4);
  await edit(first, { ownerId: ines.id, dueAt: daysAgo(-20).toISOString() });
  await treat(second, 'mitigate');
  await recordDay();
  await happenedAt(then);
  const atTheTime = await report(lead);
  expect(atTheTime.risks.rows.map((row) => [row.id, row.level, row.ownerName, row.treatment, row.likelihood * row.impact])).toEqual([
    [first, 'critical', 'Inês', null, 25],
    ...[second, fourth].sort().map((id) => [id, 'high', null, id === second ? 'mitigate' : null, 16]),
  ]);

  time.now = present;
  await assess(first, 1, 1);
  await edit(first, { ownerId: null, dueAt: null });
  const asked = await call(
    acceptances.request,
    { riskId: second ?? '', reason: 'Nothing can be done about it before the summer.', until: dayOf(daysAgo(-30)) },
    as(lead),
  );
  await call(acceptances.grant, { id: asked.id }, as(security));
  await treat(fourth, 'avoid');
  await assess(third, 5, 5);
  const [late] = await freshAsset('Newcomer');
  await assess(late, 5, 5);

  expect(said(await report(lead, { date: dayOf(then) }))).toEqual(said(atTheTime));
  const today = await report(lead);
  expect(today.risks.rows.map((row) => row.id).toSorted()).toEqual([third, late, fourth].toSorted());
  expect(today.acceptances.rows).toMatchObject([{ riskId: second, severity: 'high', assetName: 'Scorer' }]);
  expect(today.moved.find((each) => each.riskId === first)).toMatchObject({ from: 'critical', to: 'low', cause: 'risk.assessed' });
});

test('an acceptance that was revoked since was in force then', async () => {
  time.now = then;
  const [first] = await freshAsset('Scorer');
  await assess(first, 4, 4);
  const { id } = await call(
    acceptances.request,
    { riskId: first ?? '', reason: 'Nothing can be done about it before the summer.', until: dayOf(daysAgo(-30)) },
    as(scientist),
  );
  await call(acceptances.grant, { id }, as(security));
  time.now = present;
  await call(acceptances.revoke, { id, note: 'It is not borne any more.' }, as(security));
  const old = await report(lead, { date: dayOf(then) });
  expect(old.acceptances.rows).toMatchObject([{ id, riskId: first }]);
  expect(old.risks.rows).toEqual([]);
  const today = await report(lead);
  expect(today.acceptances.rows).toEqual([]);
  expect(today.risks.rows.map((row) => row.id)).toEqual([first]);
});

test('a day that nobody wrote down is said to be a gap, with the recorded days around it', async () => {
  await makeAsset(team);
  for (const days of [9, 5]) {
    time.now = daysAgo(days);
    await recordDay();
  }
  time.now = present;
  const gap = await report(lead, { date: dayOf(daysAgo(7)) });
  expect(gap.figures).toBeNull();
  expect(gap.nearest).toEqual({ before: dayOf(daysAgo(9)), after: dayOf(daysAgo(5)) });
  expect((await report(lead, { date: dayOf(daysAgo(5)) })).figures).toMatchObject({ teams: [{ name: team.name }] });
});

test('compares with thirty days before', async () => {
  time.now = daysAgo(31);
  await makeAsset(team, { more: { level: 7 } });
  await recordDay();
  time.now = present;
  const { earlier } = await report(lead);
  expect(earlier).toMatchObject({ day: dayOf(daysAgo(31)), assets: [0, 0, 0, 0, 0, 0, 0, 1] });
});

test('holds the rows of one’s teams alone; another team is not found, and the whole is for who sees every team', async () => {
  const other = await makeTeam();
  const [own] = await freshAsset('Own');
  await assess(own, 5, 5);
  const stranger = await makeActor([other, 'lead']);
  const theirs = await report(stranger);
  expect(theirs.risks.rows).toEqual([]);
  expect(theirs.scope.teams).toEqual([other.name]);
  await refusal(report(stranger, { team: team.key }), 'not_found');
  expect((await report(security, { team: team.key })).risks.rows.map((row) => row.id)).toEqual([own]);
  expect((await report(security)).scope.teams).toBeNull();
  expect((await report(security, { team: team.key, kind: 'dataset' })).risks.rows).toEqual([]);
  await refusal(report(await makeActor()), 'forbidden');
});

test('lists two hundred of the worst, and says that there are more', async () => {
  const asset = await makeAsset(team);
  await owner.query(
    `INSERT INTO risks (id, team_id, asset_id, kind, threat, stage, level, likelihood, impact, severity, created_at)
     SELECT uuid7(), $1, $2, 'model', t.key, s.stage, CASE WHEN s.stage = 'change' THEN 7 ELSE 6 END, 4, 4, 3, now() - interval '1 day'
     FROM (SELECT key FROM threats ORDER BY key LIMIT 34) t, unnest('{collect,validate,develop,deploy,monitor,change}'::text[]) s (stage)`,
    [team.id, asset.id],
  );
  const { risks: listed } = await report(lead);
  expect([listed.rows.length, listed.more]).toEqual([200, true]);
  expect(listed.rows[33]?.level).toBe('critical');
  expect(listed.rows[34]?.level).toBe('high');
});

test('a day that has not begun is refused', async () => {
  await refusal(report(lead, { date: dayOf(daysAgo(-2)) }), 'invalid');
});
