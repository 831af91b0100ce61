import { type Actor, canEverywhere, scopeOf } from '#lib/access/policy.ts';
import type { Kind, Stage } from '#lib/assets/rules.ts';
import { kinds, stages } from '#lib/assets/rules.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { Names, Requirement } from '../rules.ts';
import type { Policy, PolicyList, PolicyVersion } from './schema.ts';

/** The gate of a kind before a stage as it holds; null where nobody said what it asks for. */
export async function findPolicy(
  reader: Reader,
  kind: Kind,
  stage: Stage,
): Promise<{ number: number; requirements: Requirement[] } | null> {
  const [row] = await reader.rows<{ number: number; requirements: Requirement[] }>(
    Prisma.sql`SELECT number, requirements FROM gate_policies WHERE kind = ${kind} AND stage = ${stage} ORDER BY number DESC LIMIT 1`,
  );
  return row ?? null;
}

/** Every gate as it holds: for each kind and stage, its newest number. */
export async function currentPolicies(
  reader: Reader,
): Promise<{ kind: Kind; stage: Stage; number: number; requirements: Requirement[] }[]> {
  return reader.rows(
    Prisma.sql`SELECT DISTINCT ON (kind, stage) kind, stage, number, requirements FROM gate_policies ORDER BY kind, stage, number DESC`,
  );
}

type Row = {
  kind: Kind;
  stage: Stage;
  number: number;
  requirements: Requirement[];
  built_in: boolean;
  created_at: Date;
  creator: string | null;
};

const columns = Prisma.sql`g.kind, g.stage, g.number, g.requirements, g.built_in, g.created_at, (SELECT name FROM users WHERE id = g.created_by) AS creator`;

const toVersion = (row: Row): PolicyVersion => ({
  number: row.number,
  requirements: row.requirements,
  builtIn: row.built_in,
  createdAt: row.created_at.toISOString(),
  createdByName: row.creator,
});

/** Names of what these requirements speak of. */
export async function namesIn(reader: Reader, requirements: readonly Requirement[]): Promise<Names> {
  const controls = requirements.flatMap((each) => (each.type === 'controls_verified' ? each.controls : []));
  const templates = requirements.flatMap((each) => (each.type === 'reviews_approved' ? each.templates : []));
  const rows = await reader.rows<{ key: string; name: string; control: boolean }>(Prisma.sql`
    SELECT key, name, true AS control FROM controls WHERE key = ANY (${controls}) UNION ALL
    SELECT t.key, n.content ->> 'name', false FROM review_templates t JOIN review_template_versions n ON n.template = t.key AND n.number = t.current
    WHERE t.key = ANY (${templates})`);
  const of = (control: boolean) => Object.fromEntries(rows.filter((row) => row.control === control).map(({ key, name }) => [key, name]));
  return { controls: of(true), templates: of(false) };
}

/** Every gate as it holds, by kind and stage. */
export async function listPolicies(actor: Actor): Promise<PolicyList> {
  return read(scopeOf(actor), async (reader) => {
    const rows = await reader.rows<Row>(
      Prisma.sql`SELECT DISTINCT ON (g.kind, g.stage) ${columns} FROM gate_policies g ORDER BY g.kind, g.stage, g.number DESC`,
    );
    const order = ({ kind, stage }: Row) => kinds.indexOf(kind) * stages.length + stages.indexOf(stage);
    const names = await namesIn(
      reader,
      rows.flatMap(({ requirements }) => requirements),
    );
    return {
      gates: rows.sort((a, b) => order(a) - order(b)).map((row) => ({ kind: row.kind, stage: row.stage, ...toVersion(row) })),
      names,
    };
  });
}

/** One gate with all its numbers, and what its requirements may name. */
export async function getPolicy(actor: Actor, { kind, stage }: { kind: Kind; stage: Stage }): Promise<Policy> {
  return read(scopeOf(actor), async (reader) => {
    const rows = await reader.rows<Row>(
      Prisma.sql`SELECT ${columns} FROM gate_policies g WHERE g.kind = ${kind} AND g.stage = ${stage} ORDER BY g.number DESC`,
    );
    const controls = await reader.rows<{ key: string; name: string }>(
      Prisma.sql`SELECT key, name FROM controls WHERE enabled ORDER BY lower(name), key`,
    );
    const templates = await reader.rows<{ key: string; name: string; subject: string }>(Prisma.sql`
      SELECT t.key, n.content ->> 'name' AS name, t.subject FROM review_templates t
      JOIN review_template_versions n ON n.template = t.key AND n.number = t.current WHERE t.enabled AND t.subject NOT IN ('access', 'acceptance') ORDER BY 2, 1`);
    const names = await namesIn(
      reader,
      rows.flatMap(({ requirements }) => requirements),
    );
    return {
      kind,
      stage,
      versions: rows.map(toVersion),
      names,
      choices: { controls, templates },
      mayEdit: canEverywhere(actor, 'template.manage'),
    };
  });
}
