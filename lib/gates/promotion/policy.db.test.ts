/** What the database refuses about promotions, whatever the application is made to say. */
import { call } from '@orpc/server';
import type pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeTeam, moveToStage, type TestTeam } from '#lib/access/testing.ts';
import { assetOperations as assets } from '#lib/assets/procedures.ts';
import { database, type Scope, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { makeStanding, type Standing } from '../testing.ts';

let team: TestTeam;
let lead: Actor;
const as = (actor: Actor) => ({ context: contextOf(actor) });
const keptOf = async ({ id }: { id: string }) =>
  (await owner.query('SELECT * FROM promotions WHERE asset_id = $1 ORDER BY at, id', [id])).rows;

beforeEach(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});

describe('the database', () => {
  async function within(scope: Partial<Scope>, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
    const client = await database().pool.connect();
    try {
      await client.query(
        `BEGIN;${scopeScript({ actorId: lead.id, read: [team.id], write: [team.id], ...scope })};SET LOCAL app.announced = 'asset.promoted'`,
      );
      await work(client);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }
  const verdict = (passed: boolean) => JSON.stringify({ passed, version: null, gates: [] });
  const keep = (
    client: { query: pg.ClientBase['query'] },
    { asset }: Standing,
    given: { to?: string; passed?: boolean; said?: boolean; act?: string } = {},
  ) =>
    client.query(
      `INSERT INTO promotions (id, team_id, asset_id, from_stage, to_stage, act, passed, verdict) VALUES ($1, $2, $3, 'develop', $4, $5, $6, $7)`,
      [
        newId(),
        team.id,
        asset.id,
        given.to ?? 'deploy',
        given.act ?? 'promote',
        given.passed ?? true,
        verdict(given.said ?? given.passed ?? true),
      ],
    );
  const move = (client: { query: pg.ClientBase['query'] }, { asset }: Standing, stage = 'deploy') =>
    client.query('UPDATE assets SET stage = $2 WHERE id = $1', [asset.id, stage]);

  test('takes no asset to another stage without a verdict that passed, of this transaction and this way', async () => {
    const standing = await makeStanding(team);
    const refused = (work: Promise<unknown>, code = 'GH008') => expect(work).rejects.toMatchObject({ code });
    await within({}, (client) => refused(move(client, standing)));
    await refused(move(owner as unknown as pg.ClientBase, standing));
    await within({}, async (client) => {
      await keep(client, standing, { passed: false });
      await refused(move(client, standing));
    });
    await within({}, async (client) => {
      await keep(client, standing, { to: 'monitor' });
      await refused(move(client, standing));
    });
    await keep(owner as unknown as pg.ClientBase, standing);
    await within({}, (client) => refused(move(client, standing)));
    await within({}, async (client) => {
      await keep(client, standing);
      expect((await move(client, standing)).rowCount).toBe(1);
    });
  });

  test('lets no verdict say otherwise than its row, change, or go, and none in without its event or scope', async () => {
    const standing = await makeStanding(team);
    await within({}, (client) => expect(keep(client, standing, { passed: true, said: false })).rejects.toMatchObject({ code: '23514' }));
    await within({}, (client) => expect(keep(client, standing, { act: 'skip' })).rejects.toMatchObject({ code: '23514' }));
    await within({ write: [] }, (client) => expect(keep(client, standing)).rejects.toMatchObject({ code: '42501' }));
    await within({}, async (client) => {
      await client.query("SET LOCAL app.announced = ''");
      await expect(keep(client, standing)).rejects.toMatchObject({ code: 'GH001' });
    });
    await keep(owner as unknown as pg.ClientBase, standing);
    for (const text of ['UPDATE promotions SET passed = false WHERE asset_id = $1', 'DELETE FROM promotions WHERE asset_id = $1'])
      await expect(owner.query(text, [standing.asset.id])).rejects.toMatchObject({ code: 'GH002' });
    const elsewhere = await makeTeam();
    await within({ read: [elsewhere.id] }, async (client) => {
      expect((await client.query('SELECT id FROM promotions WHERE asset_id = $1', [standing.asset.id])).rowCount).toBe(0);
    });
  });

  test('has promotions and waivers follow their asset to another team', async () => {
    const standing = await makeStanding(team);
    await moveToStage(standing.asset, 'deploy');
    const elsewhere = await makeTeam();
    const mover = await makeActor([team, 'lead'], [elsewhere, 'lead']);
    await call(assets.move, { id: standing.asset.id, version: 1, teamId: elsewhere.id }, as(mover));
    expect((await keptOf(standing.asset))[0]).toMatchObject({ team_id: elsewhere.id });
  });

  test('counts where active assets stand', async () => {
    const standing = await makeStanding(team);
    await moveToStage(standing.asset, 'deploy');
    await makeStanding(team, { stage: 'develop', more: { status: 'retired' } });
    const { rows } = await owner.query(
      "SELECT stage, sum(n)::int AS n FROM tallies WHERE measure = 'standing' AND team_id = $1 GROUP BY 1 HAVING sum(n) <> 0",
      [team.id],
    );
    expect(rows).toEqual([{ stage: 'deploy', n: 1 }]);
  });
});
