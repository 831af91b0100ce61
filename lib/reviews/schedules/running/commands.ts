/** Schedules that have come round: what they ask about is put into the queue, in the transaction that says when they come round next. */
import { houseScope } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { enqueueWithin } from '#lib/platform/jobs.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { askJob } from '../../policies/commands.ts';
import { isScheduled, ruleKept } from '../rules.ts';
import { type ScheduledTemplate, subjectsOf } from '../sql.ts';
import { timeAfter } from '../times/rules.ts';

/** Of some ten thousand assets; what is asked follows in smaller steps. */
const longest = 60_000;

type Due = {
  id: string;
  team_id: string;
  name: string;
  rule: string;
  time_zone: string;
  filter: string;
  next_at: Date;
  template: ScheduledTemplate;
  template_enabled: boolean;
  version: number;
};

/**
 * Runs the schedules whose time has come, each in a transaction of its own: once, however often it was missed while nothing ran, and never twice,
 * whatever dies meanwhile. Returns how many ran.
 */
export async function runSchedules(at: Date, stop: AbortSignal | null = null): Promise<number> {
  let ran = 0;
  while (!stop?.aborted) {
    const operationId = newId();
    const act = { actorId: null, requestId: `schedules ${operationId}`, operationId };
    if (!(await transact(houseScope(null), act, 'schedule.ran', (change) => runOne(change, at), { limit: longest }))) break;
    ran += 1;
  }
  return ran;
}

async function runOne(change: Change, at: Date): Promise<boolean> {
  const { tx, record, unchanged } = change;
  const [due] = await tx.$queryRaw<Due[]>`
    SELECT s.id, s.team_id, s.name, s.rule, s.time_zone, s.filter, s.next_at, e.enabled AS template_enabled, s.version,
      jsonb_build_object('subject', e.subject, 'kinds', v.content -> 'kinds', 'stages', v.content -> 'stages') AS template
    FROM review_schedules s JOIN review_templates e ON e.key = s.template
    JOIN review_template_versions v ON v.template = e.key AND v.number = e.current
    WHERE s.enabled AND s.next_at <= ${at} ORDER BY s.next_at, s.id LIMIT 1 FOR UPDATE OF s SKIP LOCKED`;
  if (!due) {
    unchanged();
    return false;
  }
  const nextAt = timeAfter({ ...ruleKept(due.rule), timeZone: due.time_zone }, at);
  const asked = due.template_enabled && isScheduled(due.template.subject) ? await queue(change, due) : 0;
  await tx.reviewSchedule.update({ where: { id: due.id }, data: { lastAt: due.next_at, nextAt } });
  await record({
    event: 'schedule.ran',
    targetType: 'review_schedule',
    targetId: due.id,
    teamId: due.team_id,
    after: {
      ...{ name: due.name, at: due.next_at.toISOString(), asked, nextAt: nextAt?.toISOString() ?? null },
      ...(!due.template_enabled && { why: 'Its template is switched off.' }),
    },
  });
  if (asked > 0) await enqueueWithin(tx, askJob, 'due', {});
  return true;
}

/** Nothing of an archived team. */
async function queue({ tx }: Change, { id, team_id: teamId, template, filter }: Due): Promise<number> {
  const found = subjectsOf({ teamId, template, filter });
  const ofPeople = template.subject === 'access';
  return tx.$executeRaw`
    INSERT INTO reviews_due (team_id, trigger, asset_id, person_id, ref, transaction, at)
    SELECT f.team_id, 'schedule', CASE WHEN NOT ${ofPeople} THEN f.id END, CASE WHEN ${ofPeople} THEN f.id END, ${id}::uuid,
      pg_current_xact_id()::text::bigint, ${now()}
    FROM (${found}) f JOIN teams t ON t.id = f.team_id AND t.archived_at IS NULL ORDER BY f.id`;
}
