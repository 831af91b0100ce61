import { createHash } from 'node:crypto';
import { verify } from '@node-rs/argon2';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { passwordProblem } from '#lib/access/password-rules.ts';
import { rootDigest } from '#lib/assets/versions/rules.ts';
import { owner } from '#lib/platform/testing.ts';
import { assetsOfTeams } from './demo/assets.ts';
import { people } from './demo/people.ts';
import { issueFirstAdministratorLink } from './first-administrator.ts';
import { disableDemonstrationLogins, enableDemonstrationLogins, seedDemonstration } from './seed.ts';

const url = process.env.DATABASE_OWNER_URL ?? '';
const governed =
  'audit_events, audit_personal, lineage, version_files, asset_versions, assets, memberships, teams, sessions, passwords, saved_views, users, one_time_links, tallies, posture_days, scorings, risks_due';
const now = new Date('2031-05-14T03:20:00Z');

const read = async <Row>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as Row[];
const one = async (text: string, values: unknown[] = []) => Number(Object.values((await owner.query(text, values)).rows[0] ?? {})[0]);

async function emptied(): Promise<void> {
  // The audit log refuses even its owner; the tests set its guards aside.
  await owner.query(`SET session_replication_role = replica; TRUNCATE ${governed} CASCADE; RESET session_replication_role`);
  await owner.query('DELETE FROM roles WHERE NOT built_in');
}

async function loaded(): Promise<void> {
  await emptied();
  await seedDemonstration(url, now);
}

describe('seedDemonstration', () => {
  beforeEach(emptied);

  it('loads everything once, without keeping a processor for long', async () => {
    const started = process.cpuUsage();
    expect(await seedDemonstration(url, now)).toBe(true);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(6000);
    expect(await one('SELECT count(*) FROM assets')).toBe(Object.values(assetsOfTeams).flat().length);
    expect(await one('SELECT count(*) FROM users WHERE demonstration')).toBe(Object.keys(people).length);
    expect(await one('SELECT count(*) FROM lineage')).toBeGreaterThan(100);
    expect(await one("SELECT count(*) FROM webhook_deliveries WHERE jsonb_typeof(tries) <> 'array'")).toBe(0);

    const events = await one('SELECT count(*) FROM audit_events');
    expect(await seedDemonstration(url, now)).toBe(false);
    expect(await one('SELECT count(*) FROM audit_events')).toBe(events);
  });

  it('leaves a database alone that holds a team of its own', async () => {
    await owner.query("INSERT INTO teams (id, key, name) VALUES (gen_random_uuid(), 'ours', 'Ours')");
    expect(await seedDemonstration(url, now)).toBe(false);
    expect(await one('SELECT count(*) FROM users')).toBe(0);
  });

  it('loads beside people who are there already', async () => {
    await owner.query("INSERT INTO users (id, email, name, org_role) VALUES (gen_random_uuid(), 'first@bank.test', 'First', 'admin')");
    expect(await seedDemonstration(url, now)).toBe(true);
  });

  it('writes nothing when it fails half-way', async () => {
    const hana = people.hana.email;
    await owner.query("INSERT INTO users (id, email, name) VALUES (gen_random_uuid(), $1, 'Somebody else')", [hana]);
    await expect(seedDemonstration(url, now)).rejects.toThrow('users_email_key');
    expect(await one('SELECT count(*) FROM users')).toBe(1);
    expect(await one('SELECT count(*) FROM audit_events')).toBe(0);
  });
});

describe('what is loaded', () => {
  beforeAll(loaded);

  it('is all before now, in the order in which it must have happened', async () => {
    expect(await one('SELECT count(*) FROM audit_events WHERE at > $1', [now])).toBe(0);
    expect(await one('SELECT count(*) FROM assets WHERE updated_at > $1 OR updated_at < created_at', [now])).toBe(0);
    expect(await one('SELECT count(*) FROM assets a JOIN teams t ON t.id = a.team_id WHERE a.created_at < t.created_at')).toBe(0);
    expect(await one('SELECT count(*) FROM asset_versions v JOIN assets a ON a.id = v.asset_id WHERE v.registered_at < a.created_at')).toBe(
      0,
    );
    expect(
      await one(
        'SELECT count(*) FROM lineage l JOIN asset_versions v ON v.id IN (l.from_version_id, l.to_version_id) WHERE l.created_at < v.registered_at',
      ),
    ).toBe(0);
  });

  it('tells each asset, version, arrow, team and person in the audit log, with an actor who is a person', async () => {
    for (const [event, table] of [
      ['asset.registered', 'assets'],
      ['version.registered', 'asset_versions'],
      ['lineage.recorded', 'lineage'],
      ['view.saved', 'saved_views'],
      ['team.created', 'teams'],
      ['user.created user.invited', 'users'],
      ['membership.granted', 'memberships'],
      ['review.requested', 'reviews'],
    ])
      expect(await one("SELECT count(*) FROM audit_events WHERE event = ANY (string_to_array($1, ' '))", [event]), event).toBe(
        await one(`SELECT count(*) FROM ${table}`),
      );
    const byItself = "event NOT IN ('acceptance.ended', 'acceptance.noticed', 'review.staled', 'waiver.ended')";
    expect(
      await one(`SELECT count(*) FROM audit_events e WHERE ${byItself} AND NOT EXISTS (SELECT FROM users u WHERE u.id = e.actor_id)`),
    ).toBe(1);
    expect(await read(`SELECT event FROM audit_events WHERE actor_id IS NULL AND ${byItself}`)).toEqual([
      { event: 'demonstration.loaded' },
    ]);
  });

  it('has reviews in every state, overdue ones too, decided by others than those whom they concern', async () => {
    expect(await one('SELECT count(DISTINCT status) FROM reviews')).toBe(7);
    expect(await one("SELECT count(*) FROM reviews WHERE status = 'open' AND due_at < $1", [now])).toBeGreaterThan(3);
    expect(await one('SELECT count(*) FROM reviews WHERE break_glass')).toBeGreaterThan(0);
    expect(await one('SELECT count(*) FROM review_votes WHERE review_conflict(review_id, user_id) IS NOT NULL')).toBe(0);
    expect(
      await one("SELECT count(*) FROM approvals p JOIN reviews r ON r.id = p.review_id WHERE (r.status = 'stale') <> (p.status = 'stale')"),
    ).toBe(0);
    expect(await one('SELECT count(*) FROM reviews_due')).toBe(0);
  });

  it('keeps what the columns say true to the manifests', async () => {
    const versions = await read<{ id: string; root_digest: string | null; file_count: number; total_bytes: string }>(
      'SELECT id, root_digest, file_count, total_bytes FROM asset_versions',
    );
    const files = await read<{ version_id: string; path: string; sha256: string; size: string }>('SELECT * FROM version_files');
    for (const version of versions) {
      const manifest = files.filter((file) => file.version_id === version.id).map((file) => ({ ...file, size: Number(file.size) }));
      expect(version.root_digest).toBe(rootDigest(manifest));
      expect(version.file_count).toBe(manifest.length);
      expect(Number(version.total_bytes)).toBe(manifest.reduce((sum, file) => sum + file.size, 0));
    }
  });

  it('carries the names of owners', async () => {
    const found = await read("SELECT owner_name FROM assets WHERE key IN ('card-fraud-scorer', 'churn-predictor') ORDER BY key");
    expect(found).toEqual([{ owner_name: 'Yusuf Demir' }, { owner_name: 'Gregor Hallam' }]);
  });
});

describe('logins of the demonstration organisation', () => {
  beforeAll(loaded);

  it('are none until they are enabled', async () => {
    expect(await one('SELECT count(*) FROM passwords')).toBe(0);
  });

  it('are five, with passwords that fit and differ each time', async () => {
    const logins = await enableDemonstrationLogins(url);
    expect(logins.map(({ persona }) => persona)).toEqual(['administrator', 'security analyst', 'team lead', 'data scientist', 'auditor']);
    for (const { email, name, password } of logins) {
      expect(password.length).toBeGreaterThanOrEqual(20);
      expect(passwordProblem(password, { email, name })).toBeNull();
      const [stored] = await read<{ hash: string }>('SELECT hash FROM passwords p JOIN users u ON u.id = p.user_id WHERE email = $1', [
        email,
      ]);
      expect(stored?.hash).toMatch(/^\$argon2id\$/);
      expect(await verify(stored?.hash ?? '', password)).toBe(true);
    }
    const again = await enableDemonstrationLogins(url);
    expect(new Set([...logins, ...again].map(({ password }) => password)).size).toBe(10);
    const told = await read<{ after: unknown }>("SELECT after FROM audit_events WHERE event = 'demonstration.logins_enabled'");
    expect(JSON.stringify(told)).not.toContain(again[0]?.password);
  });

  it('close with their sessions, and leave everyone else signed in', async () => {
    await owner.query("INSERT INTO users (id, email, name) VALUES ('00000000-0000-7000-8000-000000000001', 'real@bank.test', 'Real')");
    await owner.query("INSERT INTO passwords (user_id, hash) VALUES ('00000000-0000-7000-8000-000000000001', 'x')");
    await enableDemonstrationLogins(url);
    await owner.query(
      'INSERT INTO sessions (id, user_id, token_hash, expires_at) SELECT gen_random_uuid(), id, sha256(id::text::bytea), now() FROM users',
    );
    await disableDemonstrationLogins(url);
    const real = [{ user_id: '00000000-0000-7000-8000-000000000001' }];
    expect(await read('SELECT user_id FROM passwords')).toEqual(real);
    expect(await read('SELECT user_id FROM sessions')).toEqual(real);
  });

  it('are none, and nothing fails, where the organisation is not loaded', async () => {
    await emptied();
    expect(await enableDemonstrationLogins(url)).toEqual([]);
    await disableDemonstrationLogins(url);
    expect(await one('SELECT count(*) FROM audit_events')).toBe(0);
  });
});

describe('issueFirstAdministratorLink', () => {
  beforeEach(emptied);

  const links = () =>
    read<{ token_hash: Buffer; expires_at: Date }>(
      "SELECT token_hash, expires_at FROM one_time_links WHERE purpose = 'first_administrator'",
    );

  it('keeps the digest of a token for 24 hours, of the newest one alone', async () => {
    const first = await issueFirstAdministratorLink(url, now);
    const token = await issueFirstAdministratorLink(url, now);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(token).not.toBe(first);
    expect(await links()).toEqual([
      {
        token_hash: createHash('sha256')
          .update(token ?? '')
          .digest(),
        expires_at: new Date('2031-05-15T03:20:00Z'),
      },
    ]);
  });

  it('is offered although the demonstration organisation has an administrator', async () => {
    await seedDemonstration(url, now);
    expect(await issueFirstAdministratorLink(url)).not.toBeNull();
  });

  it('is offered when the only administrator is deactivated', async () => {
    await owner.query(
      "INSERT INTO users (id, email, name, org_role, status) VALUES (gen_random_uuid(), 'a@bank.test', 'A', 'admin', 'deactivated')",
    );
    expect(await issueFirstAdministratorLink(url)).not.toBeNull();
  });

  it('ends when there is an administrator, and takes earlier links with it', async () => {
    await issueFirstAdministratorLink(url);
    await owner.query("INSERT INTO users (id, email, name, org_role) VALUES (gen_random_uuid(), 'a@bank.test', 'A', 'admin')");
    expect(await issueFirstAdministratorLink(url)).toBeNull();
    expect(await links()).toEqual([]);
  });
});

it('enabling and disabling the logins takes away the factors that people of the demonstration added; those it came with stay, and fit no device', async () => {
  await loaded();
  await enableDemonstrationLogins(url);
  const { rows: found } = await owner.query("SELECT id FROM users WHERE demonstration AND email LIKE 'ingrid%'");
  const [{ id }] = found;
  const came = (await owner.query('SELECT count(*)::int AS n FROM passkeys')).rows[0].n;
  expect(came).toBeGreaterThan(3);
  await owner.query("INSERT INTO totp_secrets (user_id, secret, last_step) VALUES ($1, 'x', 0)", [id]);
  await owner.query(
    "INSERT INTO passkeys (id, user_id, name, credential_id, public_key, counter, transports, backed_up) VALUES (uuid7(), $1, 'Mine', 'c', 'key', 0, '{}', false)",
    [id],
  );
  await disableDemonstrationLogins(url);
  const left = await owner.query(
    'SELECT (SELECT count(*)::int FROM passkeys) AS passkeys, (SELECT count(*)::int FROM totp_secrets) AS totp, (SELECT max(octet_length(public_key)) FROM passkeys) AS longest',
  );
  expect(left.rows[0]).toEqual({ passkeys: came, totp: 0, longest: 1 });
});
