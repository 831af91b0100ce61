/** Two schedules of the demonstration bank, and the one built-in template that it has put into its own words. */
import type pg from 'pg';
import { newId } from '#lib/platform/identifiers.ts';
import { keptRule } from '#lib/reviews/schedules/rules.ts';
import { timeAfter } from '#lib/reviews/schedules/times/rules.ts';
import type { Assignment } from '#lib/reviews/schema.ts';
import { builtInTemplates, contentOf } from '#lib/reviews/templates/built-in/schema.ts';
import type { History, Row } from './history.ts';
import type { PersonKey } from './people.ts';
import type { TeamKey } from './teams.ts';

const day = 86_400_000;
type Given = { now: Date; history: History; userIds: ReadonlyMap<PersonKey, string>; teamIds: ReadonlyMap<TeamKey, string> };
type Told = {
  team: TeamKey;
  by: PersonKey;
  daysAgo: number;
  name: string;
  rule: string;
  time: string;
  timeZone: string;
  template: string;
  filter: string;
  assignment: Assignment;
};

const told: Told[] = [
  {
    ...{ team: 'fraud-analytics', by: 'dana', daysAgo: 96, name: 'Quarterly look at what scores payments' },
    ...{ rule: 'FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO', time: '09:00', timeZone: 'Europe/London' },
    ...{ template: 'periodic-review', filter: 'kind=model&stage=monitor', assignment: { by: 'balanced', seats: 1, among: [] } },
  },
  {
    ...{ team: 'ml-platform', by: 'aroha', daysAgo: 41, name: 'Who may reach the platform' },
    ...{ rule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1', time: '08:30', timeZone: 'Europe/London' },
    ...{ template: 'access-recertification', filter: '', assignment: { by: 'template' } },
  },
];

/** Schedules that have yet to come round for the first time, or came round before the organisation's reviews are told of. */
export function scheduleRows({ now, history, userIds, teamIds }: Given): Row[] {
  return told.flatMap(({ team, by, daysAgo, time, ...said }) => {
    const [id, teamed, at] = [newId(now.getTime() - daysAgo * day), teamIds.get(team), new Date(now.getTime() - daysAgo * day)];
    if (!teamed) return [];
    const start = `${at.toISOString().slice(0, 10)}T${time}`;
    const { rule, timeZone, ...fields } = said;
    history.record({
      ...{ event: 'schedule.added', at, actorId: userIds.get(by) ?? null, target: ['review_schedule', id], teamId: teamed },
      after: { ...said, start },
    });
    return [
      {
        ...{ id, team_id: teamed, ...fields, rule: keptRule({ rule, start }), time_zone: timeZone, enabled: true },
        ...{
          next_at: timeAfter({ rule, start, timeZone }, now),
          last_at: null,
          created_by: userIds.get(by) ?? null,
          created_at: at,
          updated_at: at,
          version: 1,
        },
      },
    ];
  });
}

export const editedTemplate = 'labelling-quality';

/** The second version of a built-in template: two people agree, and a question of the bank's own. */
export function templateRows({ now, history, userIds }: Omit<Given, 'teamIds'>): Row[] {
  const built = builtInTemplates().find(({ key }) => key === editedTemplate);
  if (!built) return [];
  const before = contentOf(built);
  const question = {
    ...{
      id: 'chargebacks',
      question: 'Are fraud labels taken from settled chargebacks alone, with the delay until they settle accounted for?',
    },
    guidance: 'A payment that nobody has disputed yet is not a good one. Say how many days were waited, and how many labels changed since.',
    ...{ required: true, evidence: 'required', control: null },
  } as const;
  const after = {
    ...before,
    quorum: 2,
    reviewers: [...before.reviewers, { by: 'team_lead' as const }],
    items: [...before.items, question],
  };
  const at = new Date(now.getTime() - 63 * day);
  history.record({
    ...{ event: 'template.edited', at, actorId: userIds.get('mateus') ?? null, target: ['review_template', null] },
    before: { key: editedTemplate, name: before.name, number: 1, quorum: before.quorum, 'question chargebacks': null },
    after: { key: editedTemplate, name: after.name, number: 2, quorum: after.quorum, 'question chargebacks': question },
  });
  return [
    { template: editedTemplate, number: 2, content: after, shipped: false, created_by: userIds.get('mateus') ?? null, created_at: at },
  ];
}

/** Writes the next version of a template that stands at its first; a database that has it already keeps it. */
export async function editTemplates(client: pg.Client, rows: readonly Row[]): Promise<void> {
  await client.query(
    `INSERT INTO review_template_versions SELECT r.* FROM jsonb_populate_recordset(NULL::review_template_versions, $1::jsonb) r
     JOIN review_templates t ON t.key = r.template ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
  await client.query(
    `UPDATE review_templates t SET current = r.number, version = r.number, updated_at = r.created_at
     FROM jsonb_populate_recordset(NULL::review_template_versions, $1::jsonb) r WHERE t.key = r.template AND t.current < r.number`,
    [JSON.stringify(rows)],
  );
}
