/**
 * What the browser tests stand on: a team, people and assets of one's own, made through the owner's connection, and pages that are
 * signed in as a person. Whatever the browser logs as an error fails the test.
 */
import { createHash, randomBytes } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import pg from 'pg';
import { hashPassword } from '#lib/access/passwords.ts';
import { type OrganisationRole, permissionNames, type TeamRole } from '#lib/access/permissions.ts';
import { drawToken, hintOf } from '#lib/access/tokens/format.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { newId } from '#lib/platform/identifiers.ts';

export { expect };

export type Team = { id: string; key: string; name: string };
export type Person = { id: string; name: string; email: string };

const unique = (word: string) => `${word}-${randomBytes(3).toString('hex')}`;

/** Arranges rows as the database's owner, who is not subject to row-level security. */
export class Arrangement {
  readonly #client: pg.Client;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async #insert(table: string, row: Record<string, unknown>): Promise<void> {
    const columns = Object.keys(row);
    await this.#client.query('BEGIN');
    await this.#client.query("SELECT set_config('app.announced', 'test.arranged', true)");
    await this.#client.query(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(row),
    );
    await this.#client.query('COMMIT');
  }

  async team(name = `Team ${unique('e2e')}`): Promise<Team> {
    const team = { id: newId(), key: unique('team'), name };
    await this.#insert('teams', team);
    return team;
  }

  async person(name: string, roles: readonly (readonly [Team, TeamRole])[], orgRole: OrganisationRole = 'member'): Promise<Person> {
    const person = { id: newId(), name, email: `${unique('person')}@example.org` };
    await this.#insert('users', { ...person, org_role: orgRole });
    for (const [team, role] of roles) await this.#insert('memberships', { team_id: team.id, user_id: person.id, role });
    return person;
  }

  async asset(
    team: Team,
    name: string,
    given: { key?: string; kind?: Kind; stage?: string; tags?: string[]; level?: number } = {},
  ): Promise<string> {
    const id = newId();
    await this.#insert('assets', {
      id,
      team_id: team.id,
      key: unique('asset'),
      name,
      ...{ kind: 'model', stage: 'develop', criticality: 3, exposure: 'internal', data_class: 'internal', tags: [], ...given },
    });
    return id;
  }

  /** An import as its row tells it, without a file or a job. */
  async import(team: Team, person: Person, given: Record<string, unknown>): Promise<string> {
    const id = newId();
    await this.#insert('imports', { id, team_id: team.id, created_by: person.id, file_name: 'arranged.json', ...given });
    return id;
  }

  /** Sets columns of an import, as its job would. */
  async goOn(importId: string, given: Record<string, unknown>): Promise<void> {
    const columns = Object.keys(given).map((column, at) => `${column} = $${at + 2}`);
    await this.#client.query('BEGIN');
    await this.#client.query("SELECT set_config('app.announced', 'test.arranged', true)");
    await this.#client.query(`UPDATE imports SET ${columns.join(', ')} WHERE id = $1`, [importId, ...Object.values(given)]);
    await this.#client.query('COMMIT');
  }

  /** Models "Model 1" to "Model <count>" with a version each; every one but the first is derived from two before it or one. Returns the first. */
  async family(team: Team, count: number): Promise<string> {
    const ids = Array.from({ length: count }, () => newId());
    const versions = ids.map(() => newId());
    const arrows = ids.flatMap((_, at) =>
      [...new Set([Math.floor((at - 1) / 2), at - 3])].flatMap((from) => (from < 0 ? [] : [{ at, from }])),
    );
    await this.#client.query('BEGIN');
    await this.#client.query("SELECT set_config('app.announced', 'test.arranged', true)");
    await this.#client.query(
      `INSERT INTO assets (id, team_id, kind, key, name, stage, criticality, exposure, data_class, tags)
       SELECT id, $1, 'model', 'model-' || at, 'Model ' || at, 'develop', 3, 'internal', 'internal', '{}' FROM unnest($2::uuid[]) WITH ORDINALITY AS x (id, at)`,
      [team.id, ids],
    );
    await this.#client.query(
      "INSERT INTO asset_versions (id, asset_id, team_id, label) SELECT id, asset, $1, '1' FROM unnest($2::uuid[], $3::uuid[]) AS x (id, asset)",
      [team.id, versions, ids],
    );
    await this.#client.query(
      `INSERT INTO lineage (id, team_id, from_version_id, to_version_id, relation)
       SELECT uuid7(), $1, a, b, 'derived_from' FROM unnest($2::uuid[], $3::uuid[]) AS x (a, b)`,
      [team.id, arrows.map(({ at }) => versions[at]), arrows.map(({ from }) => versions[from])],
    );
    await this.#client.query('COMMIT');
    return ids[0] ?? '';
  }

  /** Lets the person sign in with this password. */
  async password(person: Person, password: string): Promise<void> {
    await this.#insert('passwords', { user_id: person.id, hash: await hashPassword(password) });
  }

  /** The path of a link for the first administrator, as a start prints it. */
  async setupLink(): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const token_hash = createHash('sha256').update(token).digest();
    const expires_at = new Date(Date.now() + 60 * 60 * 1000);
    await this.#insert('one_time_links', { id: newId(), purpose: 'first_administrator', token_hash, expires_at });
    return `/setup?token=${token}`;
  }

  /** A token of the person for everything that they may; returns what it is. */
  async token(person: Person): Promise<string> {
    const token = drawToken('person');
    await this.#insert('api_tokens', {
      ...{ id: newId(), user_id: person.id, created_by: person.id, name: 'Arranged', hint: hintOf(token), scopes: permissionNames },
      ...{ token_hash: createHash('sha256').update(token).digest(), expires_at: new Date(Date.now() + 86_400_000) },
    });
    return token;
  }

  /** A session as after sign-in; returns the cookie's value. */
  async session(person: Person): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    const hash = createHash('sha256').update(token).digest();
    const expires = new Date(Date.now() + 60 * 60 * 1000);
    await this.#insert('sessions', { id: newId(), user_id: person.id, token_hash: hash, expires_at: expires });
    return token;
  }
}

type Fixtures = {
  arrange: Arrangement;
  /** Opens a page of a fresh browser profile that is signed in as the person. */
  signIn: (person: Person) => Promise<Page>;
  /** Refusals (HTTP statuses) that the test provokes: the browser logs them as errors. */
  refusals: readonly number[];
};

export const test = base.extend<Fixtures>({
  refusals: [[], { option: true }],
  arrange: async ({ browserName: _ }, use) => {
    const client = new pg.Client({ connectionString: process.env.E2E_OWNER_URL });
    await client.connect();
    await use(new Arrangement(client));
    await client.end();
  },

  page: async ({ page, refusals }, use) => {
    const errors: string[] = [];
    watch(page, refusals, errors);
    await actOnlyWhenReady(page);
    await use(page);
    expect(errors, 'the browser logged errors').toEqual([]);
  },

  signIn: async ({ arrange, browser, baseURL, refusals }, use, info) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    await use(async (person) => {
      const { colorScheme, viewport, locale, timezoneId } = info.project.use;
      const context = await browser.newContext({ baseURL, colorScheme, viewport, locale, timezoneId });
      contexts.push(context);
      await context.addCookies([{ name: 'gatehouse-session', value: await arrange.session(person), url: baseURL ?? '' }]);
      const page = await context.newPage();
      watch(page, refusals, errors);
      await actOnlyWhenReady(page);
      return page;
    });
    for (const context of contexts) await context.close();
    expect(errors, 'the browser logged errors').toEqual([]);
  },
});

/** Before a click or a keystroke the page takes events: what is pressed before that is lost, on a slow machine most of all. */
async function actOnlyWhenReady(page: Page): Promise<void> {
  await page.addLocatorHandler(page.locator('html[data-page=loading]'), () => page.locator('html[data-page=ready]').waitFor());
}

/** Collects what the page logs as an error, but for the refusals that the test provokes. */
function watch(page: Page, refusals: readonly number[], errors: string[]): void {
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    const provoked = refusals.some((status) => message.text().includes(`responded with a status of ${status}`));
    if (message.type() === 'error' && !provoked) errors.push(`${message.text()} (${message.location().url})`);
  });
}

/**
 * Asks an operation of the API as whoever is signed in on the page, as their browser would: `operate(page, 'POST /assets', { … })`.
 * @returns the status and what was answered
 */
export async function operate<Answer = { id: string }>(
  page: Page,
  operation: string,
  data?: object,
): Promise<{ status: number; body: Answer }> {
  const [method, path] = operation.split(' ');
  const headers = { origin: process.env.E2E_BASE_URL ?? '' };
  const response = await page.request.fetch(`/api/v1${path}`, { method, headers, data });
  const text = await response.text();
  return { status: response.status(), body: text ? JSON.parse(text) : null };
}

/** Nothing that axe knows of is wrong with the page, by WCAG 2.2 AA, in the given theme. */
export async function expectAccessible(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .exclude('nextjs-portal')
    .analyze();
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => `${node.target}: ${node.failureSummary}`),
  }));
  expect(told).toEqual([]);
}
