/** Reviews beside those of versions — of acceptances and of people's access — and who is away. */
import { newId } from '#lib/platform/identifiers.ts';
import { builtInTemplates } from '#lib/reviews/templates/built-in/schema.ts';
import type { Row } from '../history.ts';
import { after, momentOf } from '../moments.ts';
import type { Staff } from './people.ts';
import { reasons } from './stories.ts';
import { day, endOfDay, type Known, type ReviewTables } from './tables.ts';

/** What waits for a decision on acceptances is looked at too, and who of the fraud team's guests should stay one. */
export function acceptancesAndAccess(
  made: ReviewTables,
  { now, history, acceptances, assets, memberships, teams }: Known,
  staff: Staff,
): void {
  const open = (key: string, at: Date, row: Row, requester: string, seats: string[]) => {
    const template = builtInTemplates().find((each) => each.key === key);
    if (!template || at >= now) return;
    const id = newId(at.getTime());
    const due = endOfDay(new Date(at.getTime() + Math.ceil(template.days * 1.4) * day));
    const about = { asset_id: null, version_id: null, base_version_id: null, stage: null, acceptance_id: null, person_id: null, ...row };
    made.reviews.push({
      ...{
        id,
        team_id: row['team_id'],
        subject: template.subject,
        ...about,
        template: key,
        template_number: 1,
        reason: reasons[3],
        status: 'open',
        cause: 'hand',
        cause_ref: null,
      },
      ...{
        quorum: template.quorum,
        round: 1,
        requested_by: requester,
        requested_at: at,
        owners: [],
        due_at: due,
        decided_at: null,
        break_glass: false,
        updated_at: at,
        version: 1,
      },
    });
    const asked = {
      subject: template.subject,
      assetId: about.asset_id,
      template: key,
      number: 1,
      dueAt: due.toISOString(),
      assigned: seats,
    };
    history.record({
      event: 'review.requested',
      at,
      actorId: requester,
      target: ['review', id],
      teamId: String(row['team_id']),
      after: asked,
    });
    for (const role of seats)
      made.review_seats.push({
        ...{
          id: newId(at.getTime()),
          review_id: id,
          team_id: row['team_id'],
          user_id: null,
          role,
          source: 'template',
          delegated_from: null,
        },
        ...{ assigned_by: requester, assigned_at: at, claimed_at: null, released_at: null },
      });
  };
  for (const acceptance of acceptances.filter(({ status }) => status === 'requested')) {
    const asset = assets.find(({ id }) => id === acceptance['asset_id']);
    const at = after(`review ${String(asset?.['key'])}`, acceptance['requested_at'] as Date);
    const about = {
      team_id: acceptance['team_id'],
      asset_id: acceptance['asset_id'],
      acceptance_id: acceptance['id'],
      title: `Acceptance · ${String(asset?.['name'])}`,
    };
    open('risk-acceptance', at, about, String(acceptance['requested_by']), ['security', 'any']);
  }
  const team = teams.find(({ key }) => key === 'fraud-analytics');
  for (const guest of memberships.filter((row) => row['team_id'] === team?.['id'] && row['role'] === 'viewer')) {
    const about = { team_id: team?.['id'], person_id: guest['user_id'], title: `Access to ${String(team?.['name'])}` };
    open(
      'access-recertification',
      momentOf(now, 6, `access ${String(guest['role'])}`),
      about,
      staff.deciders(team?.['id'], 'access')[0] ?? '',
      ['lead'],
    );
  }
}

/** Somebody is away next week. */
export function delegation(made: ReviewTables, { history, users, teams }: Known, staff: Staff, now: Date): void {
  const [team] = teams;
  const [one, two] = staff.deciders(team?.['id'], 'delegation');
  if (!one || !two || !users.some(({ id }) => id === one)) return;
  const at = momentOf(now, 2, 'delegation');
  const id = newId(at.getTime());
  const [from_at, until_at] = [endOfDay(new Date(now.getTime() + 3 * day)), endOfDay(new Date(now.getTime() + 10 * day))];
  made.delegations.push({
    id,
    user_id: one,
    to_user_id: two,
    from_at,
    until_at,
    note: 'On leave.',
    created_at: at,
    started_at: null,
    ended_at: null,
  });
  history.record({
    event: 'delegation.created',
    at,
    actorId: one,
    target: ['delegation', id],
    after: { userId: one, toUserId: two, from: from_at, until: until_at },
  });
}
