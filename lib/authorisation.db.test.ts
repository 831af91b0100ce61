/**
 * The authorisation matrix, exercised: every permission × every principal × own team, other team, no team, retired × kind, once at the
 * procedure and once over HTTP. What must come out stands in access/authorisation.csv, written by hand: the code under test had no part in it.
 */
import { readFileSync } from 'node:fs';
import { call } from '@orpc/server';
import { beforeAll, expect, test } from 'vitest';
import { actorOfApiToken } from './access/bearer.ts';
import { type Kind, kinds } from './access/kinds.ts';
import { operations } from './access/operations-testing.ts';
import { type Permission, permissionNames } from './access/permissions.ts';
import type { Actor } from './access/policy.ts';
import { statusOf, toAppError } from './access/procedure.ts';
import { contextOf, makeActor, makePerson, makeToken } from './access/testing.ts';
import { operationOf, type Probe, probes, requestOf } from './authorisation-probes-testing.ts';
import { type Caller, type Ground, layGround, outcomes, principals, type Relation, relations } from './authorisation-testing.ts';
import { handle } from './door.ts';
import { owner } from './platform/testing.ts';

process.env.GATEHOUSE_RATE_LIMIT = '1000000';

type Row = { line: string; principal: string[]; permission: string[]; relation: string[]; kind: string[]; expected: string };
const matrix: Row[] = readFileSync(new URL('./access/authorisation.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [principal = [], permission = [], relation = [], kind = [], expected = []] = line.split(',').map((cell) => cell.split('|'));
    return { line, principal, permission, relation, kind, expected: expected.join() };
  });
const speaks = (cell: string[], value: string) => cell.includes('*') || cell.includes(value);

const grounds = {} as Record<'own' | 'other' | 'archived', Ground>;
let exercised = 0;

beforeAll(async () => {
  [grounds.own, grounds.other, grounds.archived] = [await layGround(), await layGround(), await layGround()];
  await owner.query('UPDATE teams SET archived_at = now() WHERE id = $1', [grounds.archived.team.id]);
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [grounds.archived.person.id]);
});

const groundOf = (relation: Relation): Ground =>
  relation === 'own' ? grounds.own : relation === 'retired' ? { ...grounds.archived, assets: grounds.own.assets } : grounds.other;

function expectedOf(principal: string, permission: Permission, relation: Relation, kind: Kind | '-'): string {
  const rows = matrix.filter(
    (row) =>
      speaks(row.principal, principal) &&
      speaks(row.permission, permission) &&
      speaks(row.relation, relation) &&
      (kind === '-' ? speaks(row.kind, '*') : speaks(row.kind, kind)),
  );
  const at = `${principal} ${permission} ${relation} ${kind}`;
  expect(
    rows.map((row) => row.line),
    `exactly one row of authorisation.csv speaks of: ${at}`,
  ).toHaveLength(1);
  return rows[0]?.expected ?? '';
}

test.each(principals.map((principal) => [principal.name, principal] as const))(
  '%s: what the matrix says comes out',
  async (name, principal) => {
    const inBoth = await principal.come([grounds.own.team, grounds.archived.team]);
    const inNone = await principal.come([]);
    const wrong: string[] = [];
    for (const permission of permissionNames) {
      const tried = probes[permission];
      if (!tried) throw new Error(`No probe asks for ${permission}.`);
      for (const relation of relations) {
        const caller = relation === 'none' ? inNone : inBoth;
        for (const kind of tried.perKind ? kinds : (['-'] as const)) {
          const expected = expectedOf(name, permission, relation, kind);
          const probe = () => tried.aim(groundOf(relation), kind === '-' ? 'model' : kind, relation === 'retired' ? 'retired' : 'active');
          const found = { procedure: await atProcedure(caller, await probe()), http: await overHttp(caller, await probe()) };
          exercised += 2;
          for (const [way, outcome] of Object.entries(found))
            if (outcome !== expected)
              wrong.push(`${permission} ${relation} ${kind} at the ${way}: ${outcome}, and the matrix says ${expected}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  },
);

test('at least 6,000 cells were exercised', () => {
  expect(exercised).toBeGreaterThanOrEqual(6000);
});

test('every operation is in the matrix by its permission, and refuses whoever lacks it before it reads what they sent', async () => {
  const nobody = await makeActor();
  const token = await actorOfApiToken((await makeToken(await makePerson({ orgRole: 'admin' }))).token, null);
  const spoken = new Set(matrix.flatMap((row) => row.permission));
  const outcomes = async (route: string, actor: Actor | null) =>
    atProcedure({ headers: {}, actor: async () => actor }, { route, input: { not: 'what it expects' } });
  for (const { name: route, permission: requirement } of operations) {
    if (requirement === 'anyone') continue;
    expect(await outcomes(route, null), `${route}, signed out`).toBe('unknown');
    if (requirement === 'signed-in') continue;
    if (requirement === 'session') expect(await outcomes(route, token), `${route}, by a token`).toBe('refused');
    else {
      expect(spoken, `${route} takes ${requirement}, of which authorisation.csv says nothing`).toContain(requirement);
      expect(await outcomes(route, nobody), `${route}, without a role`).toBe('refused');
    }
  }
});

test('every row of the matrix speaks of something that exists', () => {
  for (const { line, principal, permission, relation, kind, expected } of matrix) {
    for (const each of principal) expect(['*', ...principals.map(({ name }) => name)], line).toContain(each);
    for (const each of permission) expect(['*', ...permissionNames], line).toContain(each);
    for (const each of relation) expect(['*', ...relations], line).toContain(each);
    for (const each of kind) expect(['*', ...kinds], line).toContain(each);
    expect(outcomes, line).toContain(expected);
  }
});

const outcomeOfStatus: Record<number, string> = {
  200: 'allow',
  201: 'allow',
  204: 'allow',
  401: 'unknown',
  403: 'refused',
  404: 'hidden',
  409: 'conflict',
};
const outcomeOf = (status: number, text: string, { shows }: Probe) =>
  status < 300 && shows !== undefined && !text.includes(shows)
    ? 'hidden'
    : (outcomeOfStatus[status] ?? `status ${status}: ${text.slice(0, 300)}`);

async function overHttp(caller: Caller, probe: Probe): Promise<string> {
  const response = await handle(requestOf(probe, caller.headers));
  return outcomeOf(response.status, await response.text(), probe);
}

async function atProcedure(caller: Caller, probe: Probe): Promise<string> {
  const actor = await caller.actor();
  const upload =
    probe.upload === undefined ? {} : { upload: { stream: new Blob([probe.upload]).stream(), size: probe.upload.length, sha256: null } };
  try {
    const output: unknown = await call(
      operationOf(probe.route) as never,
      probe.input as never,
      { context: { ...contextOf(actor), ...upload } } as never,
    );
    const body = (output as { body?: unknown } | undefined)?.body;
    return outcomeOf(200, body instanceof ReadableStream ? await new Response(body).text() : JSON.stringify(output ?? {}), probe);
  } catch (error) {
    return outcomeOf(statusOf(toAppError(error, 'matrix')), String(error), probe);
  }
}
