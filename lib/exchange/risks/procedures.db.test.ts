import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import '#lib/composition.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { riskOperations as risks } from '#lib/risks/register/procedures.ts';
import { riskExportOperations as exports } from './procedures.ts';

let team: TestTeam;
let lead: Actor;
const as = (actor: Actor) => ({ context: contextOf(actor) });

beforeAll(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
  const stranger = await makeActor([await makeTeam(), 'lead']);
  await call(assets.create, { teamId: team.id, kind: 'model', name: '=Churn, "v2"', stage: 'monitor' }, as(lead));
  await call(
    assets.create,
    { teamId: stranger.memberships[0]?.teamId ?? '', kind: 'model', name: 'Of another team', stage: 'monitor' },
    as(stranger),
  );
});

const taken = async (input: object, actor = lead) => {
  const { headers, body } = await call(exports.export, input as { format: 'csv' }, as(actor));
  return { headers, text: await new Response(body).text() };
};

test('JSON holds the rows of the list, in its order and with its filters', async () => {
  const { headers, text } = await taken({ format: 'json', level: 'unassessed', stage: 'monitor', sort: 'opened' });
  const told = JSON.parse(text);
  const { rows } = await call(risks.list, { level: 'unassessed', stage: 'monitor', sort: 'opened', limit: 200 }, as(lead));
  expect(told).toMatchObject({ format: 'gatehouse-risks', version: 1, count: rows.length });
  expect(told.risks.map(({ setReason: _r, target: _t, notes: _n, ...row }: { [name: string]: unknown }) => row)).toEqual(rows);
  expect(headers['content-disposition']).toMatch(/gatehouse-risks-.*\.json/);
});

test('a CSV is in words, opens safely, and holds nothing of other teams', async () => {
  const { text } = await taken({ format: 'csv' });
  const lines = text.trim().split('\r\n');
  const { total } = await call(risks.total, {}, as(lead));
  expect(lines).toHaveLength(total + 1);
  expect(lines[0]).toMatch(/^level,threat,threat_key,asset,/);
  expect(lines[1]).toContain(`"'=Churn, ""v2"""`);
  expect(text).not.toContain('Of another team');
});

test('who took what is recorded; whoever may not export is refused', async () => {
  await taken({ format: 'csv', kind: 'model' });
  const { rows } = await owner.query(
    "SELECT after FROM audit_events WHERE event = 'risks.exported' AND actor_id = $1 ORDER BY id DESC LIMIT 1",
    [lead.id],
  );
  expect(rows[0]?.after).toMatchObject({ format: 'csv', filter: { kind: ['model'] } });
  await refusal(taken({ format: 'csv' }, await makeActor()), 'forbidden');
});
