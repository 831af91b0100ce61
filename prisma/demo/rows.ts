/** The demonstration organisation as rows, table by table, in an order that respects foreign keys. */
import { newId } from '#lib/platform/identifiers.ts';
import { accessRows } from './access.ts';
import { assetRow, changesOf, type Place, type PlacedVersion, versionRows } from './asset-rows.ts';
import { assetsOfTeams } from './assets.ts';
import { gateRows } from './gates/rows.ts';
import { History, type Row } from './history.ts';
import { after, latest } from './moments.ts';
import { noticeRows } from './notices.ts';
import { organisationRows } from './organisation-rows.ts';
import { passkeyRows } from './passkeys.ts';
import { firstStateOf, targetOf } from './records.ts';
import { reviewRows } from './reviews/rows.ts';
import type { Outcome } from './reviews/tables.ts';
import { talkRows } from './reviews/talk.ts';
import type { DemoCatalogue } from './risk/catalogue.ts';
import type { Release } from './risk/days.ts';
import { live, type Placed } from './risk/live.ts';
import { scheduleRows, templateRows } from './schedules.ts';
import { serviceRows } from './service-accounts.ts';
import type { DemoAsset } from './shape.ts';
import type { TeamKey } from './teams.ts';
import { viewRows } from './views.ts';

export type Table =
  | 'users'
  | 'roles'
  | 'access_requests'
  | 'teams'
  | 'memberships'
  | 'passkeys'
  | 'service_accounts'
  | 'api_tokens'
  | 'assets'
  | 'asset_versions'
  | 'version_files'
  | 'lineage'
  | 'saved_views'
  | 'scorings'
  | 'risks'
  | 'risk_changes'
  | 'safeguards'
  | 'evidence'
  | 'evidence_chunks'
  | 'signals'
  | 'acceptances'
  | 'posture_days'
  | 'promotions'
  | 'waivers'
  | 'reviews'
  | 'review_seats'
  | 'review_votes'
  | 'review_answers'
  | 'review_tasks'
  | 'delegations'
  | 'review_comments'
  | 'review_files'
  | 'review_file_chunks'
  | 'review_schedules'
  | 'notifications'
  | 'webhooks'
  | 'webhook_deliveries'
  | 'audit_events'
  | 'audit_personal';

/**
 * All rows, every time before `now`. The same each time but for the identifiers. Risks are scored by the catalogue, and name the facts of their
 * scoring instead of its number, which is the database's to give.
 */
export function demonstrationRows(now: Date, catalogue: DemoCatalogue): Record<Table, Row[]> & { outcomes: Outcome[]; templates: Row[] } {
  const history = new History('demonstration');
  const { userIds, teamIds, ...organisation } = organisationRows(now, history);
  const rows = { assets: [] as Row[], asset_versions: [] as Row[], version_files: [] as Row[] };
  const placed = new Map<string, PlacedVersion>();
  const inventory: Placed[] = [];
  const releases: Release[] = [];
  const all = Object.entries(assetsOfTeams) as [TeamKey, DemoAsset[]][];
  for (const [team, assets] of all) {
    const teamId = teamIds.get(team);
    if (!teamId) throw new Error(`Unknown team in the demonstration organisation: ${team}`);
    const place: Place = { now, history, team, teamId, userId: (key) => (key ? (userIds.get(key) ?? null) : null) };
    for (const asset of assets) {
      const row = assetRow(place, asset);
      rows.assets.push(row);
      const { id, created_at: registeredAt } = row;
      const changes = changesOf(now, asset, registeredAt);
      inventory.push({ team, told: asset, id, teamId, first: firstStateOf(asset), registeredAt, changes });
      let earliest = row.created_at;
      for (const version of asset.versions ?? []) {
        const made = versionRows(place, asset, row.id, version, earliest);
        rows.asset_versions.push(made.row);
        rows.version_files.push(...made.files);
        placed.set(`${team}/${asset.key}@${version.label}`, made.placed);
        releases.push({ at: made.placed.at, teamId, kind: asset.kind });
        earliest = made.placed.at;
      }
    }
  }
  const lineage = lineageRows(all, placed, history);
  const saved_views = viewRows(now, history, (key) => userIds.get(key) ?? null);
  const services = serviceRows(
    now,
    history,
    (key) => userIds.get(key) ?? null,
    (key) => teamIds.get(key),
  );
  const access = accessRows(
    now,
    history,
    (key) => userIds.get(key) ?? null,
    (key) => teamIds.get(key),
  );
  const passkeys = passkeyRows(now, history, (key) => userIds.get(key) ?? null);
  const memberships = [...organisation.memberships, ...access.memberships];
  const { levels, ...risk } = live({ now, catalogue, history, userIds, teamIds: [...teamIds.values()], assets: inventory, releases });
  for (const row of rows.assets) Object.assign(row, levels.get(String(row['id'])));
  const gates = gateRows({ now, history, deciderId: userIds.get('mateus') ?? null, memberships, ...rows, ...risk });
  const reviews = reviewRows({ now, history, ...organisation, memberships, ...rows, ...risk });
  return {
    ...organisation,
    ...access,
    memberships,
    passkeys,
    ...services,
    ...rows,
    ...risk,
    lineage,
    saved_views,
    ...gates,
    ...reviews,
    ...talkRows(reviews.reviews, reviews.review_seats, history, now),
    review_schedules: scheduleRows({ now, history, userIds, teamIds }),
    templates: templateRows({ now, history, userIds }),
    ...noticeRows({ now, history, userId: (key) => userIds.get(key) ?? null, ...organisation, ...access, ...rows, ...risk, ...reviews }),
    audit_events: history.rows,
    audit_personal: history.personal,
  };
}

function lineageRows(all: [TeamKey, DemoAsset[]][], placed: Map<string, PlacedVersion>, history: History): Row[] {
  const find = (name: string) => {
    const found = placed.get(name);
    if (!found) throw new Error(`No such version in the demonstration organisation: ${name}`);
    return found;
  };
  const rows: Row[] = [];
  for (const [team, assets] of all)
    for (const asset of assets)
      for (const version of asset.versions ?? [])
        for (const link of version.links ?? []) {
          const target = targetOf(team, link);
          const from = find(`${team}/${asset.key}@${version.label}`);
          const to = find(`${target.team}/${target.asset}@${target.label}`);
          rows.push(lineageRow(from, to, target.relation, history));
        }
  return rows;
}

function lineageRow(from: PlacedVersion, to: PlacedVersion, relation: string, history: History): Row {
  const at = after(`${from.id} ${to.id}`, latest(from.at, to.at));
  const id = newId(at.getTime());
  history.record({
    event: 'lineage.recorded',
    at,
    actorId: from.actorId,
    target: ['asset', from.assetId],
    teamId: from.teamId,
    operationId: from.operationId,
    after: { lineageId: id, relation, fromVersionId: from.id, toVersionId: to.id },
  });
  return { id, team_id: from.teamId, from_version_id: from.id, to_version_id: to.id, relation, created_by: from.actorId, created_at: at };
}
