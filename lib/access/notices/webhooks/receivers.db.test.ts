import { call } from '@orpc/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { type Actor, houseScope } from '../../policy.ts';
import { contextOf, eventsOf, makeActor, makeOrganisationActor, makeTeam, type TestTeam } from '../../testing.ts';
import { notify, type Told } from '../commands.ts';
import { changeWithin } from '../house.ts';
import { forgetNotices } from '../testing.ts';
import { claimDeliveries, deliver } from './deliveries/commands.ts';
import { webhookOperations as webhooks } from './procedures.ts';
import { mostAttempts, waitAfter } from './rules.ts';
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

describe('a receiver', () => {
  test('that answers 500 for an hour hears it when it is back, once, under the same id', async () => {
    const { id } = await make();
    receiver.answers((response) => {
      response.statusCode = 500;
      response.end('out of order');
    });
    await tell(told());
    const start = Date.now();
    let passed = 0;
    for (let attempts = 1; passed < 3_600_000; attempts += 1) {
      clock.now = () => new Date(start + passed + 1000);
      expect(await deliverAll()).toEqual(['waiting']);
      expect(await deliverAll()).toEqual([]);
      passed += waitAfter(attempts) ?? 0;
    }
    const [failing] = await deliveriesOf(id);
    expect(failing).toMatchObject({
      status: 'waiting',
      tries: expect.arrayContaining([expect.objectContaining({ status: 500, excerpt: 'out of order' })]),
    });
    receiver.answers((response) => response.end('back'));
    clock.now = () => new Date(start + passed + 1000);
    expect(await deliverAll()).toEqual(['delivered']);
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(receiver.heard.length).toBe(failing ? failing.attempts + 1 : 0);
  });

  test('that never gets better is given up after about a day; one failed and all failed are sent again', async () => {
    const { id } = await make();
    receiver.answers((response) => {
      response.statusCode = 503;
      response.end();
    });
    await tell(told(), told());
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      hoursLater(attempt * 11);
      await owner.query('UPDATE webhooks SET updated_at = $1', [clock.now()]);
      await deliverAll();
    }
    const failed = await deliveriesOf(id);
    expect(failed.map(({ status, attempts }) => [status, attempts])).toEqual([1, 2].map(() => ['failed', mostAttempts]));
    receiver.answers((response) => response.end());
    const deliveryId = failed[0]?.deliveryId ?? '';
    expect(await call(webhooks.replayOne, { id, deliveryId }, as(lead))).toEqual({ replayed: 1 });
    await refusal(call(webhooks.replayOne, { id, deliveryId }, as(lead)), 'conflict');
    await refusal(call(webhooks.replayOne, { id, deliveryId: newId() }, as(lead)), 'not_found');
    expect(await call(webhooks.replayFailed, { id }, as(lead))).toEqual({ replayed: 1 });
    expect(await deliverAll()).toEqual(['delivered', 'delivered']);
    expect(await call(webhooks.replayFailed, { id }, as(lead))).toEqual({ replayed: 0 });
    expect((await eventsOf({ id })).filter(({ event }) => event === 'webhook.replayed')).toHaveLength(2);
  });

  test('that takes nothing for days is switched off, and who manages it is told', async () => {
    const { id } = await make();
    receiver.answers((response) => {
      response.statusCode = 500;
      response.end();
    });
    await tell(told());
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      hoursLater(attempt * 11);
      await deliverAll();
    }
    expect(await call(webhooks.get, { id }, as(lead))).toMatchObject({
      enabled: false,
      disabledReason: 'Nothing got through for three days.',
    });
    const { rows } = await owner.query("SELECT user_id, title FROM notifications WHERE event = 'webhook.disabled'");
    expect(rows).toEqual([{ user_id: lead.id, title: 'The webhook Build server was switched off' }]);
    expect((await eventsOf({ id })).at(-1)).toMatchObject({ event: 'webhook.disabled', actor_id: null });
  });

  test('that says it is gone is told no more', async () => {
    const { id } = await make();
    receiver.answers((response) => {
      response.statusCode = 410;
      response.end();
    });
    await tell(told());
    expect(await deliverAll()).toEqual(['failed']);
    expect(await call(webhooks.get, { id }, as(lead))).toMatchObject({ enabled: false });
  });

  test('that sends elsewhere, to an internal address too, is not followed', async () => {
    const { id } = await make();
    const internal = await openReceiver();
    receiver.answers((response) => {
      response.writeHead(307, { location: internal.url });
      response.end();
    });
    await tell(told());
    expect(await deliverAll()).toEqual(['waiting']);
    expect(internal.heard).toEqual([]);
    expect((await deliveriesOf(id))[0]?.tries).toMatchObject([{ status: 307, error: 'It sends elsewhere, which is not followed.' }]);
    await internal.close();
  });

  test('that hangs is given up after its time, and holds up no other', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('late', 'TimeoutError')), 100);
      return controller.signal;
    });
    const other = await openReceiver();
    const [hanging, quick] = [await make(), await make({ url: other.url })];
    receiver.answers(() => undefined);
    await tell(...Array.from({ length: 6 }, () => told()));
    const outcomes = await deliverAll();
    timeout.mockRestore();
    expect(outcomes.toSorted()).toEqual(['delivered', 'delivered', 'delivered', 'waiting', 'waiting', 'waiting']);
    expect((await deliveriesOf(hanging.id)).flatMap(({ tries }) => tries.map(({ error }) => error))[0]).toContain(
      'did not answer within 10 seconds',
    );
    expect((await deliveriesOf(quick.id)).filter(({ status }) => status === 'delivered')).toHaveLength(3);
    await other.close();
  });

  test('that asks for time gets it', async () => {
    await make();
    receiver.answers((response) => {
      response.writeHead(429, { 'retry-after': '120' });
      response.end();
    });
    await tell(told());
    await deliverAll();
    clock.now = () => new Date(Date.now() + 100_000);
    expect(await deliverAll()).toEqual([]);
    clock.now = () => new Date(Date.now() + 130_000);
    expect(await deliverAll()).toEqual(['waiting']);
  });
});
