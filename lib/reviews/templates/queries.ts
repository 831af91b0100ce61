import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { namesNobody } from '../assigning/named/rules.ts';
import type { Subject } from '../rules.ts';
import { TemplateContent } from '../schema.ts';
import { gives } from '../sql.ts';
import { type BuiltInTemplate, builtInTemplates, contentOf } from './built-in/schema.ts';
import { contentDifference, isSame, type Known } from './rules.ts';
import type { Comparison, TemplateChoices, TemplateDetail, TemplateListInput, TemplateRow, TemplateVersion } from './schema.ts';

type Row = {
  key: string;
  subject: Subject;
  built_in: boolean;
  enabled: boolean;
  version: number;
  current: number;
  content: unknown;
  shipped: boolean;
  /** The last content that was word for word Gatehouse's own. */
  last_shipped: unknown;
};
type Standing = Omit<Row, 'content'> & { content: TemplateContent; newer: TemplateContent | null };

const standing = (only: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT t.key, t.subject, t.built_in, t.enabled, t.version, t.current, v.content, v.shipped,
    (SELECT s.content FROM review_template_versions s WHERE s.template = t.key AND s.shipped ORDER BY s.number DESC LIMIT 1) AS last_shipped
  FROM review_templates t JOIN review_template_versions v ON v.template = t.key AND v.number = t.current ${only}`;

/**
 * The template as it stands; null where there is none.
 * @param built the templates that this Gatehouse came with
 */
export async function findTemplate(
  reader: Reader,
  key: string,
  built: readonly BuiltInTemplate[] = builtInTemplates(),
): Promise<Standing | null> {
  const [row] = await reader.rows<Row>(standing(Prisma.sql`WHERE t.key = ${key}`));
  return row ? withNewer(row, built) : null;
}

/** A built-in content is newer where it is neither the last that was taken nor what the organisation wrote by itself. */
function withNewer(row: Row, built: readonly BuiltInTemplate[]): Standing {
  const content = TemplateContent.parse(row.content);
  const own = row.built_in ? built.find(({ key }) => key === row.key) : undefined;
  const offered = own && contentOf(own);
  const isTaken =
    !offered || isSame(content, offered) || (row.last_shipped !== null && isSame(TemplateContent.parse(row.last_shipped), offered));
  return { ...row, content, newer: isTaken ? null : offered };
}

/** Templates that match, in the order asked for; switched-off ones last. */
export async function listTemplates(
  actor: Actor,
  input: TemplateListInput,
  built: readonly BuiltInTemplate[] = builtInTemplates(),
): Promise<TemplateRow[]> {
  const { rows, open } = await read(scopeOf(actor), async (reader) => ({
    rows: await reader.rows<Row>(standing(Prisma.empty)),
    open: await reader.rows<{ template: string; n: number }>(
      Prisma.sql`SELECT template, count(*)::int AS n FROM reviews WHERE status IN ('open', 'changes') GROUP BY template`,
    ),
  }));
  const waiting = new Map(open.map(({ template, n }) => [template, n]));
  return rows
    .map((row) => withNewer(row, built))
    .map(({ key, subject, content, newer, ...row }) => ({
      ...{ key, subject, name: content.name, description: content.description, kinds: content.kinds, stages: content.stages },
      ...{ questions: content.items.length, controls: new Set(content.items.flatMap(({ control }) => control ?? [])).size },
      ...{
        quorum: content.quorum,
        namesReviewers: !namesNobody(content.reviewers),
        days: content.days,
        validityDays: content.validityDays,
        number: row.current,
      },
      ...{ builtIn: row.built_in, enabled: row.enabled, edited: row.built_in && !row.shipped, newer: newer !== null },
      open: waiting.get(key) ?? 0,
    }))
    .filter((row) => matches(row, input))
    .sort(ordered(input.sort));
}

function ordered(sort: TemplateListInput['sort']): (a: TemplateRow, b: TemplateRow) => number {
  const [sign, by] = sort.startsWith('-') ? [-1, sort.slice(1)] : [1, sort];
  const byName = (a: TemplateRow, b: TemplateRow) => a.name.localeCompare(b.name, 'en');
  const order = (a: TemplateRow, b: TemplateRow) => (by === 'name' ? byName(a, b) : by === 'open' ? a.open - b.open : a.days - b.days);
  return (a, b) => Number(b.enabled) - Number(a.enabled) || sign * order(a, b) || byName(a, b);
}

const fits = (wanted: readonly string[] | undefined, values: readonly string[]) =>
  !wanted || values.length === 0 || values.some((value) => wanted.includes(value));

function matches(row: TemplateRow, { q, subject, kind, stage, state, origin }: TemplateListInput): boolean {
  const text = `${row.name} ${row.key} ${row.description}`.toLowerCase();
  return (
    (q ?? '')
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word)) &&
    fits(subject, [row.subject]) &&
    fits(kind, row.kinds) &&
    fits(stage, row.stages) &&
    fits(state, [row.enabled ? 'on' : 'off']) &&
    fits(origin, [row.builtIn ? 'built-in' : 'own'])
  );
}

type VersionRow = {
  number: number;
  content: unknown;
  shipped: boolean;
  created_at: Date;
  created_by: string | null;
  name: string | null;
  reviews: number;
};

/** @throws AppError `not_found` for a key, or a number of it, that there is none of */
export async function getTemplate(
  actor: Actor,
  { key, number }: { key: string; number?: number | undefined },
  built: readonly BuiltInTemplate[] = builtInTemplates(),
): Promise<TemplateDetail> {
  return read(scopeOf(actor), async (reader) => {
    const template = await findTemplate(reader, key, built);
    if (!template) throw notFound('template');
    const versions = await reader.rows<VersionRow>(Prisma.sql`
      SELECT v.number, v.content, v.shipped, v.created_at, v.created_by, u.name,
        (SELECT count(*)::int FROM reviews r WHERE r.template = v.template AND r.template_number = v.number) AS reviews
      FROM review_template_versions v LEFT JOIN users u ON u.id = v.created_by WHERE v.template = ${key} ORDER BY v.number DESC`);
    const shown = versions.find((each) => each.number === (number ?? template.current));
    if (!shown) throw notFound('version of this template');
    const content = TemplateContent.parse(shown.content);
    const [uses] = await reader.rows<TemplateDetail['uses']>(Prisma.sql`
      SELECT (SELECT count(*)::int FROM reviews r WHERE r.template = ${key} AND r.status IN ('open', 'changes')) AS open,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY lower(s.name), s.id), '[]') FROM review_schedules s
          WHERE s.template = ${key} AND s.enabled) AS schedules,
        (SELECT count(*)::int FROM review_policies p WHERE p.template = ${key} AND p.enabled) AS policies`);
    return {
      ...{ key, subject: template.subject, builtIn: template.built_in, enabled: template.enabled, version: template.version },
      ...{ current: template.current, number: shown.number, content, names: await namesIn(reader, [content, template.newer]) },
      versions: versions.map(versionOf),
      ...{ edited: template.built_in && !template.shipped, newer: template.newer },
      uses: uses ?? { open: 0, schedules: [], policies: 0 },
    };
  });
}

const versionOf = ({ number, shipped, created_at, created_by, name, reviews }: VersionRow): TemplateVersion => ({
  ...{ number, shipped, reviews, createdAt: created_at.toISOString() },
  createdBy: created_by && name ? { id: created_by, name } : null,
});

/** What differs between two versions of a template, and the names of what they refer to. @throws AppError `not_found` */
export async function compareTemplate(actor: Actor, { key, from, to }: { key: string; from: number; to: number }): Promise<Comparison> {
  return read(scopeOf(actor), async (reader) => {
    const rows = await reader.rows<{ number: number; content: unknown }>(
      Prisma.sql`SELECT number, content FROM review_template_versions WHERE template = ${key} AND number IN (${from}, ${to})`,
    );
    const [before, after] = [from, to].map((wanted) => rows.find(({ number }) => number === wanted)?.content);
    if (!before || !after) throw notFound('version of this template');
    const contents = [TemplateContent.parse(before), TemplateContent.parse(after)] as const;
    const { fields, items } = contentDifference(...contents);
    return {
      fields: [...fields],
      items: items.map((item) => ({ ...item, fields: [...item.fields] })),
      names: await namesIn(reader, contents),
    };
  });
}

/** Names by key and id; people by their names, which the directory shows to everyone. */
async function namesIn(reader: Reader, contents: readonly (TemplateContent | null)[]): Promise<Record<string, string>> {
  const all = contents.flatMap((content) => content ?? []);
  const controls = all.flatMap(({ items }) => items.flatMap(({ control }) => control ?? []));
  const people = all.flatMap(({ reviewers }) => reviewers.flatMap((each) => (each.by === 'person' ? each.userId : [])));
  const roles = all.flatMap(({ reviewers }) => reviewers.flatMap((each) => ('role' in each ? each.role : [])));
  const rows = await reader.rows<{ key: string; name: string }>(Prisma.sql`
    SELECT key, name FROM controls WHERE key = ANY (${controls}) UNION ALL SELECT id::text, name FROM users WHERE id = ANY (${people}::uuid[])
    UNION ALL SELECT key, name FROM roles WHERE key = ANY (${roles})`);
  return Object.fromEntries(rows.map(({ key, name }) => [key, name]));
}

/** What a template's content may refer to at this moment. */
export async function knownIn(reader: Reader, content: TemplateContent): Promise<Known> {
  const people = content.reviewers.flatMap((each) => (each.by === 'person' ? each.userId : []));
  const rows = await reader.rows<{ what: 'control' | 'team' | 'organisation' | 'person'; key: string }>(Prisma.sql`
    SELECT 'control' AS what, key FROM controls WHERE enabled
    UNION ALL SELECT r.scope, r.key FROM roles r WHERE r.retired_at IS NULL AND ${gives('review.decide')}
    UNION ALL SELECT 'person', id::text FROM users WHERE status = 'active' AND id = ANY (${people}::uuid[])`);
  const of = (what: string) => new Set(rows.filter((row) => row.what === what).map(({ key }) => key));
  return { controls: of('control'), roles: { team: of('team'), organisation: of('organisation') }, people: of('person') };
}

/** What an editor may choose from: controls that are switched on, and roles that may decide in reviews, by name. */
export async function templateChoices(actor: Actor): Promise<TemplateChoices> {
  return read(scopeOf(actor), async (reader) => {
    const controls = await reader.rows<{ key: string; name: string }>(
      Prisma.sql`SELECT key, name FROM controls WHERE enabled ORDER BY lower(name), key`,
    );
    const roles = await reader.rows<{ key: string; name: string; scope: string }>(
      Prisma.sql`SELECT r.key, r.name, r.scope FROM roles r WHERE r.retired_at IS NULL AND ${gives('review.decide')} ORDER BY r.built_in DESC, lower(r.name), r.key`,
    );
    const of = (scope: string) => roles.filter((role) => role.scope === scope).map(({ key, name }) => ({ key, name }));
    return { controls, teamRoles: of('team'), organisationRoles: of('organisation') };
  });
}
