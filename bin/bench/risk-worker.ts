/** A process of its own for each inventory, because a process has one database: settles, recalculates and previews. Answers with durations. */
import { houseScope } from '#lib/access/policy.ts';
import { read } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { transact } from '#lib/platform/transact.ts';
import { lockAssets, runnerOf, settle } from '#lib/risks/posture/commands.ts';
import { getLevellingCatalogue, previewCatalogue } from '#lib/risks/posture/preview/queries.ts';
import type { LevellingCatalogue } from '#lib/risks/posture/preview/rules.ts';
import { recalculate } from '#lib/risks/posture/recalculation/commands.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type RiskTask =
  | { task: 'recalculate'; id: string }
  | { task: 'rescore'; risks: { id: string; asset_id: string; team_id: string }[] }
  | { task: 'preview'; what: PreviewedChange; times: number };
/** Milliseconds each; megabytes. */
export type RiskAnswer = { milliseconds: number[]; memory: number; moved: number } | { failure: string };

/** Changes of a catalogue, each of another sort. */
const changes = {
  matrix: (now: LevellingCatalogue) => ({ ...now, matrix: now.matrix.map((severity) => Math.min(4, severity + 1)) }),
  strength: (now: LevellingCatalogue) => ({
    ...now,
    mitigations: new Map(
      [...now.mitigations].map(([threat, controls], at) => [
        threat,
        at % 8 === 0
          ? new Map([...controls].map(([control, each]) => [control, { ...each, strength: Math.max(1, each.strength - 1) }]))
          : controls,
      ]),
    ),
  }),
  off: (now: LevellingCatalogue) => ({ ...now, applies: new Map([...now.applies].slice(1)) }),
  mitigation: (now: LevellingCatalogue) => {
    const [threat = ''] = now.applies.keys();
    const serving = new Map(now.mitigations.get(threat));
    const other = [...now.mitigations.values()].flatMap((controls) => [...controls.keys()]).find((control) => !serving.has(control)) ?? '';
    const mitigations = new Map(now.mitigations).set(threat, serving.set(other, { reduces: 'likelihood', strength: 2, stages: [] }));
    return { ...now, mitigations };
  },
} as const;
export type PreviewedChange = keyof typeof changes;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** What an assessment does: the lock, the risk as it stands, the event, the risk written and settled, committed. */
function rescore({ id, asset_id: assetId, team_id: teamId }: { id: string; asset_id: string; team_id: string }): Promise<number> {
  const act = { actorId: null, requestId: newId(), operationId: newId() };
  return timed(() =>
    transact(houseScope(null), act, 'risk.assessed', async (change) => {
      await lockAssets(runnerOf(change), [assetId]);
      const risk = await change.tx.risk.findUniqueOrThrow({ where: { id } });
      const setLikelihood = 1 + ((risk.setLikelihood ?? 0) % 5);
      await change.record({ event: 'risk.assessed', targetType: 'risk', targetId: id, teamId, after: { setLikelihood } });
      const set = { set_likelihood: setLikelihood, set_reason: 'As measured', version: risk.version + 1, updated_at: new Date() };
      await settle(change, [assetId], null, [{ id, set }]);
    }),
  );
}

async function work(task: RiskTask): Promise<{ milliseconds: number[]; moved: number }> {
  if (task.task === 'recalculate') {
    const milliseconds = [await timed(() => recalculate(task.id))];
    const [row] = await read(houseScope(null), (reader) =>
      reader.rows<{ moved: number }>(Prisma.sql`SELECT moved FROM recalculations WHERE id = ${task.id}::uuid AND status = 'done'`),
    );
    if (!row) throw new Error('The recalculation is not done.');
    return { milliseconds, moved: row.moved };
  }
  const milliseconds: number[] = [];
  let moved = 0;
  if (task.task === 'rescore') {
    for (const risk of task.risks) milliseconds.push(await rescore(risk));
    return { milliseconds: milliseconds.slice(Math.min(20, milliseconds.length >> 1)), moved };
  }
  for (let at = 0; at < task.times; at += 1)
    milliseconds.push(
      await timed(() =>
        read(houseScope(null), async (reader) => {
          const next = changes[task.what](await getLevellingCatalogue(reader));
          moved = (await previewCatalogue(reader, next)).moved.reduce((sum, { count }) => sum + count, 0);
        }),
      ),
    );
  return { milliseconds, moved };
}

process.on('message', (task: RiskTask) => {
  work(task).then(
    (answer) => process.send?.({ ...answer, memory: process.resourceUsage().maxRSS / 1024 }),
    (error: unknown) => process.send?.({ failure: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) }),
  );
});
