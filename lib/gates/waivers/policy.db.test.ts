/** What the database refuses about waivers, whatever the application is made to say. */
import { call } from '@orpc/server';
import type pg from 'pg';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import '#lib/composition.ts';
import type { Actor } from '#lib/access/policy.ts';
import { contextOf, makeActor, makeOrganisationActor, makeTeam, type TestTeam } from '#lib/access/testing.ts';
import { database, type Scope, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import type { Requirement } from '../rules.ts';
import { makeGate, makeStanding, type Standing } from '../testing.ts';
import { waiverOperations as waivers } from './procedures.ts';

const day = 86_400_000;
const reason = 'The signal is about a feed that was closed last week.';
const signals: Requirement = { key: 'signals', type: 'no_signal', level: 'high' };
let team: TestTeam;
let scientist: Actor;
let security: Actor;
let standing: Standing;

beforeAll(async () => {
  security = await makeOrganisationActor('security');
  await makeGate('model', 'deploy', [signals]);
});
beforeEach(async () => {
  team = await makeTeam();
  scientist = await makeActor([team, 'data_scientist']);
  standing = await makeStanding(team);
});
const ask = () =>
  call(
    waivers.request,
    {
      ...{ assetId: standing.asset.id, stage: 'deploy' as const, requirement: 'signals', reason },
      until: new Date(Date.now() + 30 * day).toISOString().slice(0, 10),
    },
    { context: contextOf(scientist) },
  );

describe('the database', () => {
  async function within(scope: Partial<Scope>, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
    const client = await database().pool.connect();
    try {
      await client.query(
        `BEGIN;${scopeScript({ actorId: security.id, read: [team.id], write: [team.id], ...scope })};SET LOCAL app.announced = 'waiver.granted'`,
      );
      await work(client);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }
  const decide = (client: { query: pg.ClientBase['query'] }, id: string, by: string) =>
    client.query("UPDATE waivers SET status = 'granted', decided_by = $2, decided_at = now() WHERE id = $1", [id, by]);
  const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });

  test('refuses a decision by whoever asked or owns the asset, in another’s name, or by nobody known, even to the owner of its tables', async () => {
    const { id } = await ask();
    await within({ actorId: scientist.id }, (client) => refused(decide(client, id, scientist.id), 'GH005'));
    await refused(decide(owner as unknown as pg.ClientBase, id, scientist.id), 'GH005');
    await within({}, (client) => refused(decide(client, id, newId()), 'GH005'));
    await within({ actorId: scientist.id }, (client) => refused(decide(client, id, security.id), 'GH005'));
    await owner.query('UPDATE assets SET owner_id = $2 WHERE id = $1', [standing.asset.id, security.id]);
    await within({}, (client) => refused(decide(client, id, security.id), 'GH005'));
    await owner.query('UPDATE assets SET owner_id = NULL WHERE id = $1', [standing.asset.id]);
    // Who owned it for a moment while it waited does not decide either, and nobody takes them out.
    await within({}, (client) => refused(decide(client, id, security.id), 'GH005'));
    await refused(owner.query("UPDATE waivers SET owners = '{}' WHERE id = $1", [id]), 'GH010');
    const another = await makeOrganisationActor('security');
    await within({ actorId: another.id }, async (client) => {
      expect((await decide(client, id, another.id)).rowCount).toBe(1);
    });
  });

  test('has it asked for in one’s own name, undecided, with a reason, for its own requirement and time, and lets it stand', async () => {
    const row = (more: object = {}) => ({
      ...{ id: newId(), team_id: team.id, asset_id: standing.asset.id, stage: 'deploy', requirement: 'signals', content: signals, reason },
      ...{ until: new Date(Date.now() + 30 * day), requested_by: security.id, ...more },
    });
    const add = (client: pg.PoolClient, values: Record<string, unknown>) =>
      client.query(
        `INSERT INTO waivers (${Object.keys(values).join(', ')}) VALUES (${Object.keys(values)
          .map((_, at) => `$${at + 1}`)
          .join(', ')})`,
        Object.values(values),
      );
    const attempts: [object, string][] = [
      [{ requested_by: scientist.id }, '42501'],
      [{ status: 'granted', decided_by: scientist.id, decided_at: new Date() }, '42501'],
      [{ reason: 'Because.            ' }, '23514'],
      [{ until: new Date(Date.now() + 92 * day) }, '23514'],
      [{ requirement: 'digests' }, '23514'],
    ];
    for (const [more, code] of attempts) await within({}, (client) => refused(add(client, row(more)), code));
    await within({ write: [] }, (client) => refused(add(client, row()), '42501'));
    const { id } = await ask();
    for (const set of [
      "reason = 'Another reason, long enough.'",
      'content = content || \'{"level": "medium"}\'',
      "until = until + interval '1 day'",
      "status = 'revoked', ended_at = now(), ended_by = requested_by, ended_note = 'x'",
    ])
      await within({}, (client) => refused(client.query(`UPDATE waivers SET ${set} WHERE id = $1`, [id]), 'GH010'));
    await within({}, (client) => refused(client.query('DELETE FROM waivers WHERE id = $1', [id]), '42501'));
    const elsewhere = await makeTeam();
    await within({ read: [elsewhere.id], write: [elsewhere.id] }, async (client) => {
      expect((await client.query('SELECT id FROM waivers WHERE id = $1', [id])).rowCount).toBe(0);
      expect((await decide(client, id, security.id)).rowCount).toBe(0);
    });
  });
});
