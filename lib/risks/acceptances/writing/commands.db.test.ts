/** What the database refuses about acceptances, whatever the application is made to say. */
import { call } from '@orpc/server';
import type pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  contextOf,
  makeActor,
  makeAsset,
  makeOrganisationActor,
  makePerson,
  makeRisk,
  makeTeam,
  type TestAsset,
  type TestPerson,
  type TestRisk,
  type TestTeam,
} from '#lib/access/testing.ts';
import '#lib/composition.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { database, type Scope, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';

let team: TestTeam;
let asset: TestAsset;
let risk: TestRisk;
let asker: TestPerson;
let decider: TestPerson;

beforeEach(async () => {
  team = await makeTeam();
  asset = await makeAsset(team);
  risk = await makeRisk(asset);
  [asker, decider] = [await makePerson(), await makePerson()];
});

const values = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  team_id: team.id,
  asset_id: asset.id,
  risk_id: risk.id,
  reason: 'Borne until the feed is closed.',
  until: new Date(Date.now() + 30 * 86_400_000),
  severity: 3,
  requested_by: asker.id,
  ...more,
});

async function add(client: { query: pg.ClientBase['query'] }, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row);
  await client.query(
    `INSERT INTO acceptances (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  );
}

async function waiting(): Promise<string> {
  const id = newId();
  await add(owner as unknown as pg.ClientBase, values(id));
  return id;
}

/** As the application's role, within a scope, rolled back afterwards. */
async function within(scope: Partial<Scope>, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await database().pool.connect();
  try {
    await client.query(
      `BEGIN;${scopeScript({ actorId: decider.id, read: [team.id], write: [team.id], ...scope })};SET LOCAL app.announced = 'test.done'`,
    );
    await work(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

const change = (client: { query: pg.ClientBase['query'] }, id: string, set: string, given: unknown[] = []) =>
  client.query(`UPDATE acceptances SET ${set} WHERE id = $1`, [id, ...given]);
const grant = (client: { query: pg.ClientBase['query'] }, id: string, by: string) =>
  change(client, id, "status = 'granted', decided_by = $2, decided_at = now()", [by]);
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });

describe('the database', () => {
  test('lets an acceptance be asked for in one’s own name, undecided, with a reason, for a year at most', async () => {
    const attempt = (more: Record<string, unknown>, code: string, scope: Partial<Scope> = {}) =>
      within({ actorId: asker.id, ...scope }, (client) => refused(add(client, values(newId(), more)), code));
    await attempt({ requested_by: decider.id }, '42501');
    await attempt({ status: 'granted', decided_by: decider.id, decided_at: new Date() }, '42501', { actorId: decider.id });
    await attempt({ reason: 'Because.            ' }, '23514');
    await attempt({ until: new Date(Date.now() + 368 * 86_400_000) }, '23514');
    await attempt({ severity: 5 }, '23514');
    await attempt({ asset_id: (await makeAsset(team)).id }, 'GH010');
    await attempt({}, '42501', { write: [] });
    await within({ actorId: asker.id }, async (client) => {
      await add(client, values(newId()));
      await refused(add(client, values(newId())), '23505');
    });
  });

  test('refuses a decision by whoever asked, owns the asset or owns the risk, in another’s name, or by nobody known', async () => {
    const id = await waiting();
    const attempt = (by: string, code: string, actorId = by) => within({ actorId }, (client) => refused(grant(client, id, by), code));
    await attempt(asker.id, 'GH011');
    await attempt(newId(), 'GH011');
    await attempt(decider.id, 'GH011', asker.id);
    await owner.query('UPDATE assets SET owner_id = $2 WHERE id = $1', [asset.id, decider.id]);
    await attempt(decider.id, 'GH011');
    await within({}, (client) =>
      refused(change(client, id, "status = 'refused', note = 'No.', decided_by = $2, decided_at = now()", [decider.id]), 'GH011'),
    );
    await owner.query('UPDATE assets SET owner_id = NULL WHERE id = $1', [asset.id]);
    await owner.query('UPDATE risks SET owner_id = $2 WHERE id = $1', [risk.id, decider.id]);
    await attempt(decider.id, 'GH011');
    await owner.query('UPDATE risks SET owner_id = NULL WHERE id = $1', [risk.id]);
    // Nor for what they owned for a moment while it waited; and nobody takes them out of it.
    await attempt(decider.id, 'GH011');
    await refused(owner.query("UPDATE acceptances SET owners = '{}' WHERE id = $1", [id]), 'GH010');
    const another = await makeOrganisationActor('security');
    await within({ actorId: another.id }, async (client) => {
      expect((await grant(client, id, another.id)).rowCount).toBe(1);
    });
    // Not even for the owner of the tables.
    await refused(grant(owner as unknown as pg.ClientBase, id, asker.id), 'GH011');
  });

  test('lets what was asked for and decided stand as it is', async () => {
    const id = await waiting();
    await grant(owner as unknown as pg.ClientBase, id, decider.id);
    const fixed = [
      "reason = 'Another reason, long enough.'",
      'severity = 4',
      `requested_by = '${decider.id}'`,
      "until = until + interval '1 day'",
      "until = until - interval '1 day'",
      "note = 'Said later.'",
      `decided_by = '${(await makePerson()).id}'`,
    ];
    for (const set of fixed) await within({}, (client) => refused(change(client, id, set), 'GH010'));
    await within({}, (client) => refused(client.query('DELETE FROM acceptances WHERE id = $1', [id]), '42501'));
  });

  test('knows what becomes of what', async () => {
    const id = await waiting();
    await within({}, (client) =>
      refused(change(client, id, "status = 'revoked', ended_at = now(), ended_by = $2, ended_note = 'x'", [decider.id]), 'GH010'),
    );
    await within({}, (client) => refused(change(client, id, "status = 'granted'"), '23514'));
    await within({}, (client) =>
      refused(change(client, id, "status = 'refused', decided_by = $2, decided_at = now()", [decider.id]), '23514'),
    );
    await within({}, (client) => refused(change(client, id, "status = 'withdrawn'"), '23514'));
    await grant(owner as unknown as pg.ClientBase, id, decider.id);
    await within({}, (client) => refused(change(client, id, "status = 'requested'"), 'GH010'));
    await within({}, (client) => refused(change(client, id, "status = 'withdrawn', ended_at = now()"), 'GH010'));
    await within({}, (client) => refused(change(client, id, "status = 'revoked', ended_at = now(), ended_by = $2", [decider.id]), '23514'));
    await owner.query("UPDATE acceptances SET status = 'ended', ended_at = now() WHERE id = $1", [id]);
    for (const status of ['requested', 'granted', 'revoked'])
      await expect(owner.query('UPDATE acceptances SET status = $2, ended_at = NULL WHERE id = $1', [id, status])).rejects.toThrow();
  });

  test('lets acceptances and signals follow their asset to another team', async () => {
    const [id, signal, elsewhere] = [await waiting(), newId(), await makeTeam()];
    await owner.query("INSERT INTO signals (id, team_id, asset_id, severity, title) VALUES ($1, $2, $3, 'high', 'Seen')", [
      signal,
      team.id,
      asset.id,
    ]);
    const lead = await makeActor([team, 'lead'], [elsewhere, 'lead']);
    await call(assetOperations.move, { id: asset.id, version: 1, teamId: elsewhere.id }, { context: contextOf(lead) });
    const { rows } = await owner.query(
      'SELECT team_id FROM acceptances WHERE id = $1 UNION ALL SELECT team_id FROM signals WHERE id = $2',
      [id, signal],
    );
    expect(rows).toEqual([{ team_id: elsewhere.id }, { team_id: elsewhere.id }]);
  });

  test('shows acceptances and signals to those of the team, and takes none without an event', async () => {
    const [id, signal] = [await waiting(), newId()];
    await owner.query("INSERT INTO signals (id, team_id, asset_id, severity, title) VALUES ($1, $2, $3, 'high', 'Seen')", [
      signal,
      team.id,
      asset.id,
    ]);
    const elsewhere = { read: [(await makeTeam()).id], write: [] };
    await within(elsewhere, async (client) => {
      expect(
        (await client.query('SELECT id FROM acceptances WHERE id = $1 UNION SELECT id FROM signals WHERE id = $2', [id, signal])).rowCount,
      ).toBe(0);
      expect((await change(client, id, 'noticed_at = now()')).rowCount).toBe(0);
      expect((await client.query('UPDATE signals SET cleared_at = now() WHERE id = $1', [signal])).rowCount).toBe(0);
    });
    for (const text of ['UPDATE acceptances SET noticed_at = now()', 'UPDATE signals SET cleared_at = now()'])
      await within({}, async (client) => {
        await client.query("SET LOCAL app.announced = ''");
        await refused(client.query(text), 'GH001');
      });
    await within({}, (client) => refused(client.query('DELETE FROM signals WHERE id = $1', [signal]), '42501'));
  });
});
