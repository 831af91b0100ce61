/** What the database refuses about decisions, whatever the application is made to say. */
import type pg from 'pg';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/access/policy.ts';
import { makeActor, makeAsset, makePerson, makeTeam, makeVersion, type TestAsset, type TestTeam } from '#lib/access/testing.ts';
import { database, scopeScript } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { owner } from '#lib/platform/testing.ts';
import { makeReview, makeTemplate, makeVote } from '../testing.ts';

let team: TestTeam;
let lead: Actor;
let asset: TestAsset;
let version: { id: string };
beforeAll(async () => {
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});
beforeEach(async () => {
  asset = await makeAsset(team);
  version = await makeVersion(asset);
});

/** As the application's role, in the name of the lead. */
async function within<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await database().pool.connect();
  try {
    await client.query(
      `BEGIN;${scopeScript({ actorId: lead.id, read: [team.id], write: [team.id] })};SET LOCAL app.announced = 'review.voted'`,
    );
    return await work(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
const refused = (text: string, values: unknown[], code = '42501') =>
  within((client) => expect(client.query(text, values)).rejects.toMatchObject({ code }));
const taken = async (text: string, values: unknown[]) => expect((await within((client) => client.query(text, values))).rowCount).toBe(1);

test('nobody votes in another’s name', async () => {
  const review = await makeReview(asset);
  const insert = "INSERT INTO review_votes (id, review_id, team_id, user_id, round, decision) VALUES ($1, $2, $3, $4, 1, 'approve')";
  await refused(insert, [newId(), review.id, team.id, (await makePerson({ roles: [[team, 'developer']] })).id]);
  await taken(insert, [newId(), review.id, team.id, lead.id]);
});

test('a review begins open, and is asked for in one’s own name', async () => {
  const { key, number } = await makeTemplate();
  const insert = `INSERT INTO reviews (id, team_id, subject, asset_id, template, template_number, title, due_at, status, break_glass, requested_by)
    VALUES ($1, $2, 'version', $3, $4, $5, 'Look', now(), $6, $7, $8)`;
  const of = (status: string, glass: boolean, by: string | null) => [newId(), team.id, asset.id, key, number, status, glass, by];
  await refused(insert, of('stale', false, lead.id));
  await refused(insert, of('open', true, lead.id));
  await refused(insert, of('open', false, newId()));
  await taken(insert, of('open', false, lead.id));
});

test('an approval is of a review that was approved, of what that is about, and stays as it was given', async () => {
  const [open, approved] = [
    await makeReview(asset, { more: { version_id: version.id } }),
    await makeReview(asset, { status: 'approved', more: { version_id: version.id } }),
  ];
  const insert = `INSERT INTO approvals (id, review_id, team_id, asset_id, version_id, upstream_digest, valid_until, moment)
    VALUES ($1, $2, $3, $4, $5, repeat('0', 64), now() + interval '1 day', nextval('approval_moments'))`;
  await refused(insert, [newId(), open.id, team.id, asset.id, version.id]);
  await refused(insert, [newId(), approved.id, team.id, asset.id, (await makeVersion(asset)).id]);
  const values = [newId(), approved.id, team.id, asset.id, version.id];
  await taken(insert, values);
  await owner.query(insert, values);
  await refused("UPDATE approvals SET valid_until = now() + interval '9 years' WHERE id = $1", [values[0]]);
  await refused('UPDATE approvals SET version_id = NULL WHERE id = $1', [values[0]]);
  await owner.query(`UPDATE approvals SET status = 'stale', stale_at = now(), stale_reason = '{"what":"signal.raised"}' WHERE id = $1`, [
    values[0],
  ]);
  await refused("UPDATE approvals SET status = 'fresh', stale_at = NULL WHERE id = $1", [values[0]], 'GH006');
});

test('a quorum that takes somebody who broke the glass is marked', async () => {
  const review = await makeReview(asset, { template: await makeTemplate({ quorum: 2 }) });
  await makeVote(review, await makePerson(), 'approve', { break_glass: true });
  await makeVote(review, await makePerson(), 'approve');
  await expect(owner.query("UPDATE reviews SET status = 'approved' WHERE id = $1", [review.id])).rejects.toMatchObject({ code: 'GH007' });
  await owner.query("UPDATE reviews SET status = 'approved', break_glass = true WHERE id = $1", [review.id]);
});
