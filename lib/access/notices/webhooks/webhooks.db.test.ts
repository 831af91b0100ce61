import { call } from '@orpc/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { type Actor, houseScope } from '../../policy.ts';
import { contextOf, eventsOf, makeActor, makeAsset, makeOrganisationActor, makeTeam, type TestTeam } from '../../testing.ts';
import { notify, type Told } from '../commands.ts';
import { changeWithin } from '../house.ts';
import { forgetNotices } from '../testing.ts';
import { claimDeliveries, deliver } from './deliveries/commands.ts';
import { webhookOperations as webhooks } from './procedures.ts';
import { signatureOf } from './signing.ts';
import { openReceiver } from './testing.ts';

process.env.GATEHOUSE_WEBHOOK_NETWORKS = 'loopback';

const clock = vi.hoisted(() => ({ now: () => new Date() }));
vi.mock('#lib/platform/clock.ts', () => ({ now: () => clock.now() }));

let receiver: Awaited<ReturnType<typeof openReceiver>>;
let admin: Actor;
let lead: Actor;
let team: TestTeam;

beforeAll(async () => {
  receiver = await openReceiver();
  admin = await makeOrganisationActor('admin');
});
afterAll(() => receiver.close());
beforeEach(async () => {
  await forgetNotices();
  await owner.query('DELETE FROM webhooks');
  receiver.heard.length = 0;
  receiver.answers((response) => response.end('taken'));
  team = await makeTeam();
  lead = await makeActor([team, 'lead']);
});
afterEach(() => {
  clock.now = () => new Date();
});

const as = (actor: Actor) => ({ context: contextOf(actor) });
const make = (given: { actor?: Actor; teamId?: string | null; url?: string; events?: 'review.assigned'[] } = {}) =>
  call(
    webhooks.create,
    {
      teamId: given.teamId === undefined ? team.id : given.teamId,
      name: 'Build server',
      url: given.url ?? receiver.url,
      events: ['review.assigned'],
    },
    as(given.actor ?? lead),
  );
const told = (more: Partial<Told> = {}): Told => ({
  ...{ event: 'review.assigned', key: newId(), teamId: team.id, assetId: null, subject: { type: 'review', id: newId() } },
  ...{ title: 'A review waits', href: '/reviews/1', to: [] },
  ...more,
});
const tell = (...notices: Told[]) => changeWithin(houseScope(null), (change) => notify(change, ...notices));
/** Tells what is due, once. */
const deliverAll = async () => Promise.all((await claimDeliveries(20)).map(deliver));
const deliveriesOf = async (id: string) => (await call(webhooks.deliveries, { id }, as(admin))).deliveries;
const hoursLater = (hours: number) => {
  const at = Date.now() + hours * 3_600_000;
  clock.now = () => new Date(at);
};

describe('a webhook', () => {
  test('is told of its team’s events that it chose, signed, once', async () => {
    const { id, secret } = await make();
    const event = told({ data: { reviewId: 'r1' } });
    await tell(event, told({ event: 'review.decided' }), told({ teamId: (await makeTeam()).id }));
    await tell(event);
    expect(await deliverAll()).toEqual(['delivered']);
    expect(await deliverAll()).toEqual([]);
    const [one] = receiver.heard;
    const [messageId, seconds] = [String(one?.headers['webhook-id']), Number(one?.headers['webhook-timestamp'])];
    expect(one?.headers['webhook-signature']).toBe(signatureOf(secret, messageId, seconds, one?.body ?? ''));
    expect(JSON.parse(one?.body ?? '')).toMatchObject({
      type: 'review.assigned',
      data: { title: 'A review waits', subject: event.subject, teamId: team.id, path: '/reviews/1', reviewId: 'r1' },
    });
    expect(await deliveriesOf(id)).toMatchObject([
      { messageId, status: 'delivered', attempts: 1, tries: [{ status: 200, error: null, excerpt: 'taken' }] },
    ]);
  });

  test('of the organisation is told of every team’s; its secret is not in the database as it is', async () => {
    const { id, secret } = await make({ actor: admin, teamId: null });
    await tell(told(), told({ teamId: (await makeTeam()).id }));
    expect(await deliverAll()).toHaveLength(2);
    const { rows } = await owner.query('SELECT secret FROM webhooks WHERE id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
    expect(JSON.stringify(await eventsOf({ id }))).not.toContain(secret.slice(6));
  });

  test('whose secret is rotated signs with both for a day, then with the new one', async () => {
    const { id, secret } = await make();
    const rotated = await call(webhooks.rotate, { id }, as(lead));
    for (const hours of [0.1, 25]) {
      hoursLater(hours);
      await tell(told());
      await deliverAll();
    }
    const signed = receiver.heard.map(({ headers, body }) => {
      const of = (each: string) => signatureOf(each, String(headers['webhook-id']), Number(headers['webhook-timestamp']), body);
      return String(headers['webhook-signature'])
        .split(' ')
        .map((signature) => (signature === of(secret) ? 'old' : signature === of(rotated.secret) ? 'new' : 'none'));
    });
    expect(signed).toEqual([['new', 'old'], ['new']]);
  });

  test('is made and managed by the lead for the team and by administrators for all, and by nobody else', async () => {
    const { id } = await make();
    const [member, stranger] = [await makeActor([team, 'developer']), await makeActor([await makeTeam(), 'lead'])];
    await refusal(make({ actor: member }), 'forbidden');
    await refusal(make({ actor: stranger }), 'forbidden');
    await refusal(make({ teamId: null }), 'forbidden');
    for (const each of [webhooks.get, webhooks.rotate, webhooks.test, webhooks.deliveries, webhooks.delete, webhooks.replayFailed])
      await refusal(call(each as typeof webhooks.get, { id }, as(stranger)), 'not_found');
    expect((await call(webhooks.list, {}, as(stranger))).webhooks).toEqual([]);
    expect((await call(webhooks.list, {}, as(lead))).webhooks).toMatchObject([{ id, team: { id: team.id }, name: 'Build server' }]);
    await make({ actor: admin, teamId: null });
    expect((await call(webhooks.list, {}, as(lead))).webhooks).toHaveLength(1);
    expect((await call(webhooks.list, {}, as(admin))).webhooks).toHaveLength(2);
  });

  test('is edited against the version that was seen, and each change has its event', async () => {
    const { id } = await make();
    const edited = await call(webhooks.edit, { id, version: 1, name: 'Chat', enabled: false }, as(lead));
    expect(edited).toMatchObject({ name: 'Chat', enabled: false, version: 2 });
    await refusal(call(webhooks.edit, { id, version: 1, name: 'Other' }, as(lead)), 'conflict');
    await refusal(call(webhooks.test, { id }, as(lead)), 'conflict');
    await tell(told());
    expect(await deliveriesOf(id)).toEqual([]);
    await call(webhooks.edit, { id, version: 2, enabled: true }, as(lead));
    await call(webhooks.test, { id }, as(lead));
    expect(await deliverAll()).toEqual(['delivered']);
    await call(webhooks.rotate, { id }, as(lead));
    await call(webhooks.delete, { id }, as(lead));
    const names = (await eventsOf({ id })).map(({ event }) => event);
    expect(JSON.stringify(await eventsOf({ id }))).not.toContain('/hook');
    expect(names).toEqual(['webhook.created', 'webhook.edited', 'webhook.edited', 'webhook.tested', 'webhook.rotated', 'webhook.deleted']);
  });

  test('of a team is not told of what went to another team before it could be told', async () => {
    const { id } = await make();
    const asset = await makeAsset(team);
    await tell(told({ assetId: asset.id }));
    await owner.query('UPDATE assets SET team_id = $2 WHERE id = $1', [asset.id, (await makeTeam()).id]);
    expect(await deliverAll()).toEqual(['failed']);
    expect(receiver.heard).toEqual([]);
    expect(await call(webhooks.get, { id }, as(lead))).toMatchObject({ failed: 0 });
  });
});
