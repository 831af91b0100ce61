import { type Actor, teamsWith } from '#lib/access/policy.ts';
import { teamsOf } from '#lib/assets/list/queries.ts';
import { kindLabels, levelLabels, stageLabels } from '#lib/assets/rules.ts';
import type { Act } from '#lib/platform/audit.ts';
import { csvLine } from '#lib/platform/csv.ts';
import { read, type Scope } from '#lib/platform/database.ts';
import { AppError } from '#lib/platform/errors.ts';
import { attachment, streamOf } from '#lib/platform/streaming.ts';
import { transact } from '#lib/platform/transact.ts';
import { coverageLabels, levelOfSeverity, treatmentLabels } from '#lib/risks/register/rules.ts';
import { inChunks } from '../write/text-chunks.ts';
import { type ExportRisk, RiskSnapshot } from './queries.ts';
import type { RiskExportInput } from './schema.ts';

/** Exports that run at once in this process: each holds a connection. */
const most = 2;
let running = 0;

/**
 * The list of risks that the input describes, within the actor's rights, as a file that is read from one snapshot while it is sent. Who took what
 * is recorded before the first byte.
 * @throws AppError `too_many` while this server is busy with others' exports.
 */
export async function exportRisks(
  actor: Actor,
  act: Act,
  { format, sort, ...filter }: RiskExportInput,
  at: Date,
): Promise<{ headers: Record<string, string>; body: ReadableStream }> {
  if (running >= most) throw new AppError('too_many', 'Several exports are running. Try again in a minute.', { retryAfter: 30 });
  const scope: Scope = { actorId: actor.id, read: teamsWith(actor, 'asset.export'), write: [] };
  running += 1;
  let snapshot: RiskSnapshot | undefined;
  const end = async () => {
    running -= 1;
    await snapshot?.end();
  };
  try {
    const teams = await read(scope, (reader) => teamsOf(reader, actor, filter));
    const exportable = scope.read === 'every' ? teams : teams === 'every' ? scope.read : teams.filter((id) => scope.read.includes(id));
    snapshot = await RiskSnapshot.open({ scope, teams: exportable, filter, sort });
    const { count } = snapshot;
    await transact(scope, act, 'risks.exported', ({ record }) =>
      record({ event: 'risks.exported', targetType: 'risks', targetId: null, teamId: null, after: { format, filter, count } }),
    );
    const name = `gatehouse-risks-${at.toISOString().slice(0, 10)}.${format}`;
    const text = format === 'csv' ? csvLines(snapshot) : jsonText(snapshot, at);
    return {
      headers: attachment(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json', name),
      body: streamOf(inChunks(text), end),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The columns of the CSV, in words, so that the file reads without Gatehouse. */
const columns: Record<string, (risk: ExportRisk) => unknown> = {
  level: ({ level }) => levelLabels[level],
  threat: ({ threatName }) => threatName,
  threat_key: ({ threat }) => threat,
  asset: ({ assetName }) => assetName,
  asset_key: ({ assetKey }) => assetKey,
  kind: ({ kind }) => kindLabels[kind],
  stage: ({ stage }) => stageLabels[stage],
  team: ({ teamName }) => teamName,
  likelihood: ({ likelihood }) => likelihood || '',
  impact: ({ impact }) => impact || '',
  coverage: ({ coverage }) => coverageLabels[coverage],
  stale: ({ stale }) => (stale ? 'yes' : 'no'),
  owner: ({ ownerName }) => ownerName,
  treatment: ({ treatment }) => treatment && treatmentLabels[treatment],
  target: ({ target }) => target && levelLabels[levelOfSeverity(target)],
  due: ({ dueAt }) => dueAt,
  accepted_until: ({ acceptedUntil }) => acceptedUntil,
  assessed: ({ assessedAt }) => assessedAt,
  reason: ({ setReason }) => setReason,
  notes: ({ notes }) => notes,
  opened: ({ openedAt }) => openedAt,
  changed: ({ changedAt }) => changedAt,
  id: ({ id }) => id,
};

async function* csvLines(snapshot: RiskSnapshot): AsyncGenerator<string> {
  yield csvLine(Object.keys(columns));
  for await (const risk of snapshot.risks()) yield csvLine(Object.values(columns).map((cell) => String(cell(risk) ?? '')));
}

async function* jsonText(snapshot: RiskSnapshot, at: Date): AsyncGenerator<string> {
  yield `{"format":"gatehouse-risks","version":1,"exportedAt":${JSON.stringify(at.toISOString())},"count":${snapshot.count},"risks":[`;
  let first = true;
  for await (const risk of snapshot.risks()) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(risk)}`;
    first = false;
  }
  yield '\n]}\n';
}
