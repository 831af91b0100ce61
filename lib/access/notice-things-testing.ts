/** For tests alone: what a team's people and webhooks were told, with a mark in whatever tells of it, or without. */
import { newId } from '#lib/platform/identifiers.ts';
import { insertRow } from '#lib/platform/testing.ts';
import type { TestAsset, TestPerson } from './testing.ts';

/** Texts that are no one's secret: closed lists of words. */
export const openOfNotices: Readonly<Record<string, readonly string[]>> = {
  notifications: ['event', 'subject_type'],
  webhooks: ['events'],
  webhook_deliveries: ['event', 'status'],
};

/** What a team's notices are known by in operations, their texts marked; with an empty mark, things like any other. */
export async function fillNotices(asset: TestAsset, person: TestPerson, mark: string): Promise<Record<string, unknown>> {
  const team = { team_id: asset.teamId, asset_id: asset.id };
  const said = (what: string) => `${what} ${mark}`.trim();
  const [notificationId, webhookId, deliveryId] = [newId(), newId(), newId()];
  const event = { event: 'review.assigned', key: said(newId()) };
  const told = { title: said('Told'), body: said('In detail'), href: `/reviews/${mark}`, ids: { of: mark } };
  await insertRow('notifications', { id: notificationId, user_id: person.id, ...team, ...event, subject_type: 'review', ...told });
  await insertRow('webhooks', {
    ...{
      id: webhookId,
      team_id: asset.teamId,
      name: said('Receiver'),
      url: `https://hooks.example.org/${mark}`,
      events: ['review.assigned'],
    },
    ...{ secret: said('sealed'), former_secret: said('sealed before'), disabled_reason: said('Because') },
  });
  const outcome = {
    status: 'failed',
    last_error: said('Refused'),
    payload: { data: { title: said('Told') } },
    tries: JSON.stringify([attempt(said)]),
  };
  await insertRow('webhook_deliveries', { id: deliveryId, webhook_id: webhookId, ...team, ...event, ...outcome, done_at: new Date() });
  return {
    'notifications/{id}': notificationId,
    'webhooks/{id}': webhookId,
    'deliveries/{deliveryId}': deliveryId,
    ...{ deliveryId, events: ['review.assigned'], url: 'https://hooks.example.org/x' },
  };
}

const attempt = (said: (what: string) => string) => ({
  ...{ at: new Date().toISOString(), status: 500, error: said('Refused'), milliseconds: 1, excerpt: said('Answered') },
});
