import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Actor, houseScope, scopeOf } from '#lib/access/policy.ts';
import { makeActor, makeAsset, makeTeam, moveToStage, type TestAsset, type TestTeam } from '#lib/access/testing.ts';
import { levels } from '#lib/assets/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { levelOfRisk } from '../scoring/rules.ts';
import { settle } from './commands.ts';

let team: TestTeam;
let asset: TestAsset;
let lead: Actor;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-02-01T12:00:00Z') });
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
  asset = await makeAsset(team, {
    kind: 'model',
    more: { stage: 'deploy', criticality: 5, exposure: 'public', data_class: 'restricted' },
  });
  await doing('risk.found', () => Promise.resolve());
});
afterEach(() => vi.useRealTimers());

const rows = async <T extends Record<string, unknown> = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await owner.query<T>(text, values)).rows;
const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day);

/** Does something within a change of the lead's, settles the asset, and records what happened. */
async function doing(
  event: `risk.${string}`,
  work: (change: Change) => Promise<unknown>,
  scope = scopeOf(lead, 'risk.assess'),
): Promise<number> {
  return transact(scope, { actorId: scope.actorId, requestId: newId(), operationId: newId() }, event, async (change) => {
    await work(change);
    const moved = await settle(change, [asset.id]);
    await change.record({ event, targetType: 'risk', targetId: asset.id, teamId: team.id });
    return moved;
  });
}

type Risk = {
  id: string;
  threat: string;
  stage: string;
  level: number;
  likelihood: number;
  impact: number;
  severity: number;
  coverage: number;
  opened_at: Date;
  next_at: Date | null;
  version: number;
};
const risks = () => rows<Risk>('SELECT * FROM risks WHERE asset_id = $1 ORDER BY threat, stage', [asset.id]);
const riskOf = async (id: string) => (await rows<Risk>('SELECT * FROM risks WHERE id = $1', [id]))[0];
const historyOf = (id: string) =>
  rows(
    'SELECT cause, actor_id, level_before, level_after, treated_after, facts_before, facts_after FROM risk_changes WHERE risk_id = $1 ORDER BY at, id',
    [id],
  );
const assessAll =
  (days: number) =>
  ({ tx }: Change) =>
    tx.risk.updateMany({ where: { assetId: asset.id }, data: { assessedAt: new Date(), assessedUntil: inDays(days) } });
async function worstRisk(): Promise<Risk> {
  const [worst] = (await risks()).sort((a, b) => b.severity - a.severity || a.threat.localeCompare(b.threat));
  if (!worst) throw new Error('The asset has no risk.');
  return worst;
}

test("a risk's level is what the rule says, over every combination", async () => {
  const booleans = [true, false];
  for (const applies of booleans)
    for (const severity of [0, 1, 2, 3, 4])
      for (const assessed of booleans)
        for (const stale of booleans)
          for (const accepted of booleans)
            for (const signalled of booleans) {
              const risk = { applies, severity, assessed, stale, accepted, signalled };
              const [row] = await rows<{ level: number }>(
                'SELECT risk_level($1, $2::smallint, $3, $4, $5, $6) AS level',
                Object.values(risk),
              );
              expect(levels[row?.level ?? -1], JSON.stringify(risk)).toBe(levelOfRisk(risk));
            }
});

describe('settling', () => {
  test('finds risks, scored and unassessed, without a history yet', async () => {
    const found = await risks();
    expect(found.length).toBeGreaterThan(4);
    for (const risk of found) {
      expect(risk).toMatchObject({ level: 3, coverage: 0, next_at: null });
      expect(risk.likelihood >= 1 && risk.impact >= 1 && risk.severity >= 1).toBe(true);
      expect(await historyOf(risk.id)).toEqual([]);
    }
    expect(await rows('SELECT level, version FROM assets WHERE id = $1', [asset.id])).toEqual([{ level: 3, version: 1 }]);
  });

  test('by an assessment gives levels, history with cause and actor, and the worst of them to the asset and its stages', async () => {
    const [before] = await rows('SELECT updated_at, version FROM assets WHERE id = $1', [asset.id]);
    expect(await doing('risk.assessed', assessAll(90))).toBe(1);
    const found = await risks();
    for (const risk of found) {
      expect(risk.level).toBe(risk.severity === 1 ? 1 : risk.severity + 3);
      expect(risk.next_at).toEqual(inDays(90));
      expect(await historyOf(risk.id)).toMatchObject([
        { cause: 'risk.assessed', actor_id: lead.id, level_before: 3, level_after: risk.level },
      ]);
    }
    const worstAt = (stage: string) => Math.max(0, ...found.filter((risk) => risk.stage === stage).map(({ level }) => level));
    expect(
      await rows('SELECT level, level_collect, level_develop, level_deploy, level_monitor FROM assets WHERE id = $1', [asset.id]),
    ).toEqual([
      {
        level: Math.max(...found.map(({ level }) => level)),
        level_collect: worstAt('collect'),
        level_develop: worstAt('develop'),
        level_deploy: worstAt('deploy'),
        level_monitor: 0,
      },
    ]);
    expect((await rows('SELECT updated_at, version FROM assets WHERE id = $1', [asset.id]))[0]).toEqual(before);
  });

  test('again changes nothing', async () => {
    await doing('risk.assessed', assessAll(90));
    const before = await rows('SELECT xmin, * FROM risks WHERE asset_id = $1 ORDER BY id', [asset.id]);
    expect(await doing('risk.looked_at', () => Promise.resolve())).toBe(0);
    expect(await rows('SELECT xmin, * FROM risks WHERE asset_id = $1 ORDER BY id', [asset.id])).toEqual(before);
  });

  test('may name another cause than the one announced', async () => {
    await transact(
      scopeOf(lead, 'risk.assess'),
      { actorId: lead.id, requestId: newId(), operationId: newId() },
      'risk.assessed',
      async (change) => {
        await assessAll(90)(change);
        await settle(change, [asset.id], 'risk.reassessed');
        await change.record({ event: 'risk.assessed', targetType: 'risk', targetId: asset.id, teamId: team.id });
      },
    );
    expect(await rows('SELECT DISTINCT cause FROM risk_changes WHERE asset_id = $1', [asset.id])).toEqual([{ cause: 'risk.reassessed' }]);
  });

  test('of an asset that the change may not write is refused, and nothing of it stays', async () => {
    const other = await makeActor([await makeTeam(), 'lead']);
    const foreign = doing('risk.assessed', () => Promise.resolve(), scopeOf(other, 'risk.assess'));
    await expect(foreign).rejects.toThrow('may not write');
    const gone = transact(houseScope(null), { actorId: null, requestId: newId(), operationId: newId() }, 'risk.assessed', (change) =>
      settle(change, [newId()]),
    );
    await expect(gone).rejects.toThrow('may not write');
  });

  test('of no asset is nothing', async () => {
    await transact(houseScope(null), { actorId: null, requestId: newId(), operationId: newId() }, 'risk.assessed', async (change) => {
      expect(await settle(change, [])).toBe(0);
      change.unchanged();
    });
  });
});

describe('the history', () => {
  test('says after how many whole days an open high risk was treated by a control', async () => {
    await doing('risk.assessed', assessAll(180));
    const risk = await worstRisk();
    expect(risk.level).toBe(7);
    vi.setSystemTime(inDays(9.6));
    await doing('risk.safeguarded', async ({ tx }) => {
      const mitigations = await tx.mitigation.findMany({ where: { threat: risk.threat } });
      for (const { control } of mitigations)
        await tx.safeguard.create({
          data: { id: newId(), teamId: team.id, assetId: asset.id, control, state: 'verified', verifiedBy: newId() },
        });
    });
    const after = await riskOf(risk.id);
    expect(after?.level).toBeLessThan(6);
    expect(after?.coverage).toBe(3);
    const [, treated] = await historyOf(risk.id);
    expect(treated).toMatchObject({ level_before: 7, level_after: after?.level, treated_after: 9 });
    expect(treated?.['facts_before']).not.toBe(treated?.['facts_after']);
  });

  test('counts an acceptance as treatment, and the opening anew when it ends', async () => {
    await doing('risk.assessed', assessAll(180));
    const risk = await worstRisk();
    vi.setSystemTime(inDays(3));
    const accepted = ({ tx }: Change) =>
      tx.risk.update({ where: { id: risk.id }, data: { acceptedUntil: inDays(30), acceptedSeverity: risk.severity } });
    await doing('risk.accepted', accepted);
    expect(await riskOf(risk.id)).toMatchObject({ level: 2, next_at: inDays(30), opened_at: risk.opened_at });
    vi.setSystemTime(inDays(30));
    await doing('risk.looked_at', () => Promise.resolve());
    expect(await riskOf(risk.id)).toMatchObject({ level: 7, opened_at: new Date() });
    expect((await historyOf(risk.id)).map((each) => [each['level_after'], each['treated_after']])).toEqual([
      [7, null],
      [2, 3],
      [7, null],
    ]);
  });

  test('does not call it treated when a signal that made it known is cleared', async () => {
    const id = newId();
    await doing('risk.signalled', ({ tx }) =>
      tx.signal.create({ data: { id, teamId: team.id, assetId: asset.id, severity: 'critical', title: 'Seen in a log' } }),
    );
    const risk = await worstRisk();
    expect(risk).toMatchObject({ level: 7, likelihood: 5 });
    await doing('risk.cleared', ({ tx }) => tx.signal.update({ where: { id }, data: { clearedAt: new Date() } }));
    expect((await historyOf(risk.id)).map((each) => [each['level_after'], each['treated_after']])).toEqual([
      [7, null],
      [3, null],
    ]);
  });

  test('of a risk that comes with a signal begins with its coming', async () => {
    await doing('risk.signalled', ({ tx }) =>
      tx.signal.create({ data: { id: newId(), teamId: team.id, assetId: asset.id, severity: 'high', title: 'Seen in a log' } }),
    );
    await moveToStage(asset, 'monitor');
    await doing('risk.looked_at', () => Promise.resolve());
    const [fresh] = await rows<Risk>("SELECT * FROM risks WHERE asset_id = $1 AND stage = 'monitor' AND level >= 6", [asset.id]);
    expect(await historyOf(fresh?.id ?? '')).toMatchObject([
      { level_before: 0, level_after: fresh?.level, facts_before: null, treated_after: null },
    ]);
  });
});

describe('at once', () => {
  test('two who settle one asset do it one after the other, and each sees what the other did', async () => {
    const [one, two] = await risks();
    const assess = (id: string | undefined) =>
      doing('risk.assessed', ({ tx }) => tx.risk.update({ where: { id }, data: { assessedAt: new Date(), assessedUntil: inDays(10) } }));
    await Promise.all([assess(one?.id), assess(two?.id), assess(one?.id), assess(two?.id)]);
    const after = await risks();
    expect(
      after
        .filter(({ level }) => level !== 3)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([one?.id, two?.id].sort());
    expect(await rows('SELECT level FROM assets WHERE id = $1', [asset.id])).toEqual([
      { level: Math.max(...after.map(({ level }) => level)) },
    ]);
  });

  test('two who register risks of the same facts share one score', async () => {
    const more = { stage: 'monitor', criticality: 2, exposure: 'partner', data_class: 'confidential' };
    const assets = await Promise.all([1, 2, 3, 4].map(() => makeAsset(team, { kind: 'model', more })));
    const act = () => ({ actorId: null, requestId: newId(), operationId: newId() });
    await Promise.all(
      assets.map(({ id }) =>
        transact(houseScope(null), act(), 'risk.found', async (change) => {
          await settle(change, [id]);
          await change.record({ event: 'risk.found', targetType: 'risk', targetId: id, teamId: team.id });
        }),
      ),
    );
    const ids = assets.map(({ id }) => id);
    const shared = await rows(
      'SELECT count(DISTINCT scoring_id)::int AS count FROM risks WHERE asset_id = ANY ($1) GROUP BY threat, stage',
      [ids],
    );
    expect(shared.every(({ count }) => count === 1)).toBe(true);
  });
});
