/** What people of the bank were told of late, as the house files it: of acceptances, of requests for access, and of reviews. And one webhook. */
import type { NoticeEvent } from '#lib/access/notices/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { History, Row } from './history.ts';
import { momentOf, numberFrom } from './moments.ts';
import { type PersonKey, people } from './people.ts';

const day = 86_400_000;
/** Nobody looks further back. */
const longestAgo = 45 * day;

type Known = {
  now: Date;
  history: History;
  userId: (key: PersonKey) => string | null;
  users: readonly Row[];
  teams: readonly Row[];
  assets: readonly Row[];
  acceptances: readonly Row[];
  access_requests: readonly Row[];
  reviews?: readonly Row[];
  review_seats?: readonly Row[];
};

type Told = {
  event: NoticeEvent;
  of: Row;
  type: string;
  at: Date;
  title: string;
  body?: string;
  href: string;
  to: readonly (string | null)[];
  assetId?: string | null;
};

/** Rows of notifications, webhooks and what they were told. */
export function noticeRows(known: Known): { notifications: Row[]; webhooks: Row[]; webhook_deliveries: Row[] } {
  const { now } = known;
  const told = [...ofAcceptances(known), ...ofRequests(known), ...ofReviews(known)]
    .filter(({ at }) => at < now && now.getTime() - at.getTime() < longestAgo)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const notifications = told.flatMap(({ event, of, type, at, title, body = '', href, to, assetId = null }) =>
    [...new Set(to.filter((id) => id !== null))].map((userId) => {
      const id = newId(at.getTime());
      const key = `${event} ${String(of['id'])}`;
      // What is old was read, and of what is new some was.
      const read = now.getTime() - at.getTime() > 6 * day || numberFrom(`${key} ${people.priya.name} ${title}`, 3) === 0;
      return {
        ...{
          id,
          user_id: userId,
          event,
          key,
          team_id: of['team_id'],
          asset_id: assetId,
          subject_type: type,
          subject_id: of['id'],
          title,
          body,
        },
        ...{ href, created_at: at, read_at: read ? new Date(Math.min(at.getTime() + 3_600_000, now.getTime())) : null },
      } as Row;
    }),
  );
  for (const [at, row] of notifications.entries()) row['position'] = at + 1;
  return { notifications, ...webhookRows(known, told) };
}

const names = (rows: readonly Row[]) => new Map(rows.map((row) => [String(row['id']), String(row['name'])]));
const moment = (value: unknown) => (value instanceof Date ? value : new Date(String(value)));

function ofAcceptances({ users, assets, acceptances, userId }: Known): Told[] {
  const [person, asset] = [names(users), names(assets)];
  const deciders = (['priya', 'mateus', 'tomasz'] as const).map(userId);
  return acceptances.flatMap((row) => {
    const [asker, decider] = [String(row['requested_by']), String(row['decided_by'])];
    const [name, assetId] = [asset.get(String(row['asset_id'])) ?? 'an asset', String(row['asset_id'])];
    const shared = { of: row, type: 'acceptance', href: `/acceptances/${String(row['id'])}`, assetId };
    const requested: Told = {
      ...{ ...shared, event: 'acceptance.requested', at: moment(row['requested_at']), to: deciders.filter((id) => id !== asker) },
      ...{ title: `${person.get(asker)} asks to accept a risk of ${name}`, body: `Why: ${String(row['reason'])}` },
    };
    if (!row['decided_at']) return [requested];
    const title = row['status'] === 'refused' ? `Your request to accept a risk of ${name} was refused` : `A risk of ${name} is accepted`;
    const body = [`Decided by ${person.get(decider)}.`, ...(row['note'] ? [`Their note: ${String(row['note'])}`] : [])].join('\n\n');
    return [requested, { ...shared, event: 'acceptance.decided' as const, at: moment(row['decided_at']), to: [asker], title, body }];
  });
}

function ofRequests({ users, teams, access_requests: requests, userId }: Known): Told[] {
  const [person, team] = [names(users), names(teams)];
  return requests.flatMap((row) => {
    const asker = String(row['user_id']);
    const shared = { of: row, type: 'access_request', href: '/access/requests' };
    const at = moment(row['created_at']);
    const words = `${person.get(asker)} asks for access to ${team.get(String(row['team_id']))}`;
    return [
      {
        ...shared,
        event: 'access.requested' as const,
        at,
        title: words,
        body: `Why: ${String(row['reason'])}`,
        to: [userId('ingrid'), userId('dana')],
      },
    ];
  });
}

function ofReviews({ users, reviews = [], review_seats: seats = [] }: Known): Told[] {
  const person = names(users);
  const byId = new Map(reviews.map((row) => [String(row['id']), row]));
  return seats.flatMap((seat) => {
    const review = byId.get(String(seat['review_id']));
    if (!review || !seat['user_id']) return [];
    const assetId = review['asset_id'] ? String(review['asset_id']) : null;
    const asker = person.get(String(review['requested_by'])) ?? 'Gatehouse';
    const shared = { of: review, type: 'review', href: `/reviews/${String(review['id'])}`, assetId, body: String(review['reason'] ?? '') };
    const asked: Told = {
      ...{ ...shared, event: 'review.assigned', at: moment(seat['assigned_at']), to: [String(seat['user_id'])] },
      title: `${asker} asks you to decide: ${String(review['title'])}`,
    };
    return [asked];
  });
}

/** It tells nobody: the demonstration bank has no servers. Its past stands there, to be looked at. */
function webhookRows({ now, history, userId }: Known, told: readonly Told[]): { webhooks: Row[]; webhook_deliveries: Row[] } {
  const at = momentOf(now, 61, 'webhook of the build server');
  const id = newId(at.getTime());
  const given = {
    name: 'Build server',
    url: 'https://ci.wrenfieldbank.example/hooks/gatehouse',
    events: ['acceptance.decided', 'review.decided', 'approval.stale', 'asset.promoted'],
  };
  history.record({ event: 'webhook.created', at, actorId: userId('ingrid'), target: ['webhook', id], after: given });
  const disabled = { enabled: false, disabled_reason: 'The demonstration organisation has no servers to tell.' };
  const webhook = { id, team_id: null, ...given, ...disabled, secret: '', created_by: userId('ingrid'), created_at: at, updated_at: at };
  const decided = told.filter(({ event }) => event === 'acceptance.decided').slice(-12);
  return { webhooks: [webhook], webhook_deliveries: decided.map((each, place) => deliveryRow(id, each, place % 5 === 3)) };
}

function deliveryRow(webhookId: string, { event, of, type, at, title, href, assetId }: Told, once: boolean): Row {
  const id = newId(at.getTime());
  const data = { title, subject: { type, id: of['id'] }, teamId: of['team_id'], assetId, path: href };
  const try_ = (after: number, status: number, excerpt: string) => ({
    ...{ at: new Date(at.getTime() + after).toISOString(), status, error: status === 200 ? null : `It answered ${status}.` },
    ...{ milliseconds: 60 + numberFrom(`${id} ${after}`, 200), excerpt },
  });
  const tries = [...(once ? [try_(900, 502, 'Bad gateway')] : []), try_(once ? 6_200 : 900, 200, '{"accepted":true}')];
  return {
    ...{
      id,
      webhook_id: webhookId,
      team_id: of['team_id'],
      asset_id: assetId,
      event,
      key: `${event} ${String(of['id'])}`,
      status: 'delivered',
    },
    ...{
      payload: { type: event, timestamp: at.toISOString(), data },
      attempts: tries.length,
      created_at: at,
      tries,
    },
    ...{ last_status: 200, done_at: new Date(at.getTime() + 7_000) },
  };
}
