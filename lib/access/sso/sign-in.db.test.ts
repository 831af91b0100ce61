/** Single sign-on against a real provider on loopback: who comes in, and how. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/platform/identifiers.ts';
import { owner, refusal } from '#lib/platform/testing.ts';
import { actorOfToken, hashToken } from '../actor.ts';
import { hashPassword } from '../passwords.ts';
import { signIn } from '../sessions/sign-in.ts';
import { findTicket } from '../sessions/tickets.ts';
import { eventsOf, makePerson } from '../testing.ts';
import { comeBack, press, pressLink, setUp, signInAs } from './testing/journey.ts';
import { LoopbackProvider, type TestAccount } from './testing/loopback-provider.ts';

const back = (key: string) => `http://localhost:3000/api/auth/sso/${key}`;
let provider: LoopbackProvider;
let other: LoopbackProvider;

beforeAll(async () => {
  provider = await LoopbackProvider.start([back('makes'), back('keeps')]);
  other = await LoopbackProvider.start([back('other')]);
  await setUp(provider, 'makes', { createsPeople: true });
  await setUp(other, 'other', { createsPeople: true, enforcesSecondFactor: true });
});
afterAll(async () => {
  await provider.close();
  await other.close();
});

function account(given: Partial<TestAccount> = {}, at = provider): TestAccount {
  const sub = given.sub ?? newId();
  const made = { sub, name: 'Ines Okafor', email: `${newId()}@idp.example`, email_verified: true, ...given };
  at.accounts.set(sub, made);
  return made;
}

const create = async (on: boolean) => owner.query("UPDATE identity_providers SET creates_people = $1 WHERE key = 'makes'", [on]);
const refusalsOf = async (reason: string) =>
  (await owner.query("SELECT after FROM audit_events WHERE event = 'session.refused' AND after ->> 'told' = $1 ORDER BY at DESC", [reason]))
    .rows;

/** Somebody with an identity here. */
async function known(given: Partial<TestAccount> = {}) {
  const made = account(given);
  const answer = await signInAs(provider, 'makes', made.sub);
  const actor = await actorOfToken(String(answer.session));
  if (!actor) throw new Error(`refused: ${answer.reason}`);
  return { account: made, actor };
}

test('a new person gets an account, an identity and a session, each with its event; the next time it is the same account', async () => {
  const made = account();
  const first = await signInAs(provider, 'makes', made.sub, { next: '/assets?kind=model' });
  expect(first).toMatchObject({ to: '/assets?kind=model', reason: null });
  const actor = await actorOfToken(String(first.session));
  expect(actor).toMatchObject({ name: 'Ines Okafor', email: made.email, orgRole: { key: 'member' }, memberships: [] });
  const id = String(actor?.id);
  expect((await eventsOf({ id })).map((each) => each.event)).toEqual(['user.created']);
  const session = await eventsOf({ id: String(actor?.sessionId) });
  expect(session).toMatchObject([{ event: 'session.started', actor_id: id, after: { method: 'sso', provider: 'makes' } }]);
  const second = await signInAs(provider, 'makes', made.sub);
  expect((await actorOfToken(String(second.session)))?.id).toBe(id);
  const { rows } = await owner.query('SELECT issuer, subject, email FROM identities WHERE user_id = $1', [id]);
  expect(rows).toEqual([{ issuer: provider.issuer, subject: made.sub, email: made.email }]);
});

test('no secret, code or token of the provider stands in the log', async () => {
  const { actor } = await known();
  const { rows } = await owner.query("SELECT before, after FROM audit_events WHERE event LIKE 'provider.%' OR actor_id = $1", [actor.id]);
  expect(JSON.stringify(rows)).not.toMatch(/secret of a test|eyJ/);
});

test('the cookie is our own, opaque, and the flow’s goes', async () => {
  const made = account();
  const { cookies } = await signInAs(provider, 'makes', made.sub);
  expect(cookies.find((each) => each.startsWith('gatehouse-session='))).toMatch(
    /^gatehouse-session=[A-Za-z0-9_-]{43}; .*HttpOnly; SameSite=Lax/,
  );
  expect(cookies.find((each) => each.startsWith('gatehouse-sso='))).toMatch(/^gatehouse-sso=; .*Max-Age=0/);
});

test('where the provider makes no accounts, whoever is unknown is refused, and nothing is left', async () => {
  await create(false);
  const made = account();
  const answer = await signInAs(provider, 'makes', made.sub);
  expect(answer).toMatchObject({ to: '/sign-in?sso=unknown', session: null });
  expect((await owner.query('SELECT FROM users WHERE email = $1', [made.email])).rowCount).toBe(0);
  expect((await refusalsOf('unknown'))[0]?.after).toMatchObject({ method: 'sso', provider: 'makes' });
  await create(true);
  expect((await signInAs(provider, 'makes', made.sub)).session).not.toBeNull();
});

test('an address that somebody has links nobody: not with an account made here, not with one of another subject, in any case of letters', async () => {
  const person = await makePerson();
  for (const email of [person.email, person.email.toUpperCase()]) {
    const answer = await signInAs(provider, 'makes', account({ email }).sub);
    expect(answer).toMatchObject({ reason: 'mail_taken', session: null });
  }
  const { actor } = await known();
  expect(await signInAs(provider, 'makes', account({ email: actor.email }).sub)).toMatchObject({ reason: 'mail_taken', session: null });
  await create(false);
  expect(await signInAs(provider, 'makes', account({ email: person.email }).sub)).toMatchObject({ reason: 'mail_taken', session: null });
  await create(true);
  expect((await owner.query('SELECT FROM identities WHERE user_id = $1', [person.id])).rowCount).toBe(0);
});

test.each([
  ['no address', { email: undefined }],
  ['an address that is not verified', { email_verified: false }],
  ['an address of which nothing is said', { email_verified: undefined }],
  ['an address that is none', { email: 'nobody' }],
])('an account is not made for %s', async (_, given) => {
  const answer = await signInAs(provider, 'makes', account(given).sub);
  expect(answer).toMatchObject({ reason: 'no_mail', session: null });
});

test('a provider whose addresses are trusted need not say that they are verified', async () => {
  const made = account({ email_verified: undefined });
  await owner.query("UPDATE identity_providers SET trusts_mail = true WHERE key = 'makes'");
  expect((await signInAs(provider, 'makes', made.sub)).session).not.toBeNull();
  await owner.query("UPDATE identity_providers SET trusts_mail = false WHERE key = 'makes'");
});

test('a changed mail address at the provider changes neither who it is nor the address here', async () => {
  const { account: made, actor } = await known();
  made.email = `${newId()}@idp.example`;
  const again = await actorOfToken(String((await signInAs(provider, 'makes', made.sub)).session));
  expect(again).toMatchObject({ id: actor.id, email: actor.email });
});

test('two providers with the same subject are two identities', async () => {
  const { account: made, actor } = await known();
  account({ sub: made.sub, email: `${newId()}@idp.example` }, other);
  const elsewhere = await actorOfToken(String((await signInAs(other, 'other', made.sub)).session));
  expect(elsewhere?.id).not.toBe(actor.id);
});

test('a provider that asks for a second factor itself is told by the session’s method', async () => {
  const made = account({}, other);
  await signInAs(other, 'other', made.sub);
  const { rows } = await owner.query('SELECT s.method FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1', [made.email]);
  expect(rows).toEqual([{ method: 'sso+factor' }]);
});

test('whoever was deactivated is refused, whatever the provider says', async () => {
  const { account: made, actor } = await known();
  await owner.query("UPDATE users SET status = 'deactivated' WHERE id = $1", [actor.id]);
  expect(await signInAs(provider, 'makes', made.sub)).toMatchObject({ reason: 'deactivated', session: null });
});

test('the session that the browser had ends with a new sign-in', async () => {
  const { account: made, actor } = await known();
  const { url, cookie } = await press('makes');
  const { rows } = await owner.query('SELECT id FROM sessions WHERE user_id = $1', [actor.id]);
  const first = await signInAs(provider, 'makes', made.sub);
  const answer = await comeBack(await provider.visit(url, made.sub), [cookie, `gatehouse-session=${first.session}`]);
  expect(await actorOfToken(String(first.session))).toBeNull();
  expect(await actorOfToken(String(answer.session))).not.toBeNull();
  expect(rows).toHaveLength(1);
});

test('a proof is as old as it was given to the provider; signing in again has it given anew', async () => {
  const made = account();
  const jar = new Map<string, string>();
  const enter = async (again: boolean) => {
    const { url, cookie } = await press('makes', { again });
    const { session } = await comeBack(await provider.visit(url, made.sub, jar), [cookie]);
    return (await actorOfToken(String(session)))?.confirmedAt?.getTime() ?? 0;
  };
  const first = await enter(false);
  expect(Date.now() - first).toBeLessThan(10_000);
  const logins = () => provider.asked.filter((path) => path.startsWith('/login/')).length;
  const before = logins();
  expect(await enter(false)).toBe(first);
  expect(logins()).toBe(before);
  expect(await enter(true)).toBeGreaterThanOrEqual(first);
  expect(logins()).toBe(before + 1);
});

test('a provider that does not say when the proof was given is not believed to have asked just now', async () => {
  const made = account();
  provider.falsify(({ auth_time: _, ...payload }) => payload);
  const usual = await signInAs(provider, 'makes', made.sub);
  expect((await actorOfToken(String(usual.session)))?.confirmedAt?.getTime()).toBe(0);
  expect((await signInAs(provider, 'makes', made.sub, { again: true })).reason).toBe('untrusted');
  provider.falsify((payload) => ({ ...payload, auth_time: 1 }));
  expect((await signInAs(provider, 'makes', made.sub, { again: true })).reason).toBe('untrusted');
  provider.tamper = null;
});

test('several first sign-ins of one person at once make one account', async () => {
  for (let round = 0; round < 5; round += 1) {
    const made = account();
    const answers = await Promise.all([1, 2, 3, 4].map(() => signInAs(provider, 'makes', made.sub)));
    expect(answers.map((each) => each.reason)).toEqual([null, null, null, null]);
    const actors = await Promise.all(answers.map((each) => actorOfToken(String(each.session))));
    expect(new Set(actors.map((each) => each?.id)).size).toBe(1);
  }
});

test('a person links an identity of theirs, and signs in by it from then on', async () => {
  const person = await makePerson();
  const made = account({ email: person.email });
  const { url, cookie, session } = await pressLink(person, 'makes');
  const answer = await comeBack(await provider.visit(url, made.sub), [cookie, `gatehouse-session=${session}`]);
  expect(answer).toMatchObject({ to: '/settings/security?linked=1', session: null });
  const linked = await owner.query('SELECT id FROM identities WHERE user_id = $1', [person.id]);
  expect(await eventsOf(linked.rows[0])).toMatchObject([{ event: 'identity.linked', actor_id: person.id }]);
  expect((await actorOfToken(String((await signInAs(provider, 'makes', made.sub)).session)))?.id).toBe(person.id);
});

test('an identity of somebody else is not linked, nor one to a session that ended or became another’s', async () => {
  const { account: theirs } = await known();
  const person = await makePerson();
  const link = async (as: string, cookiesOf: (session: string) => Promise<string[]>) => {
    const { url, cookie, session } = await pressLink(person, 'makes');
    return comeBack(await provider.visit(url, as), [cookie, ...(await cookiesOf(session))]);
  };
  expect(await link(theirs.sub, async (session) => [`gatehouse-session=${session}`])).toMatchObject({
    to: '/settings/security?sso=other_person',
  });
  const fresh = account();
  expect((await link(fresh.sub, async () => [])).reason).toBe('signed_out');
  const elsewhere = await signInAs(provider, 'makes', theirs.sub);
  expect((await link(fresh.sub, async () => [`gatehouse-session=${elsewhere.session}`])).reason).toBe('signed_out');
  expect((await owner.query('SELECT FROM identities WHERE user_id = $1', [person.id])).rowCount).toBe(0);
});

test('a second factor that somebody has here is asked for, unless the provider asks itself', async () => {
  const { account: made, actor } = await known();
  await owner.query("INSERT INTO totp_secrets (user_id, secret, last_step) VALUES ($1, 'x', 0)", [actor.id]);
  const answer = await signInAs(provider, 'makes', made.sub, { next: '/assets' });
  expect(answer).toMatchObject({ to: '/sign-in/verify?next=%2Fassets', session: null });
  const ticket = answer.cookies.map((each) => /^gatehouse-second-step=([^;]+); .*SameSite=Lax/.exec(each)?.[1]).find(Boolean) ?? null;
  expect(await findTicket(ticket)).toMatchObject({ userId: actor.id, first: 'sso', ways: ['totp'] });
  await owner.query("UPDATE identity_providers SET enforces_second_factor = true WHERE key = 'makes'");
  expect((await signInAs(provider, 'makes', made.sub)).session).not.toBeNull();
  await owner.query("UPDATE identity_providers SET enforces_second_factor = false WHERE key = 'makes'");
});

test('an invitation is taken with an identity, whatever address the provider tells; once', async () => {
  const invited = await makePerson();
  await owner.query("UPDATE users SET status = 'invited' WHERE id = $1", [invited.id]);
  const token = newId();
  await owner.query(
    "INSERT INTO one_time_links (id, purpose, user_id, token_hash, expires_at) VALUES ($1, 'invitation', $2, $3, now() + interval '1 day')",
    [newId(), invited.id, hashToken(token)],
  );
  const made = account();
  expect((await signInAs(provider, 'makes', account({ email: invited.email }).sub)).reason).toBe('mail_taken');
  const { account: theirs } = await known();
  expect((await signInAs(provider, 'makes', theirs.sub, { invitation: token })).reason).toBe('other_person');
  const answer = await signInAs(provider, 'makes', made.sub, { invitation: token });
  expect(await actorOfToken(String(answer.session))).toMatchObject({ id: invited.id, email: invited.email });
  expect((await signInAs(provider, 'makes', account().sub, { invitation: token })).reason).toBe('invitation');
  expect((await eventsOf(invited)).map((each) => each.event)).toContain('invitation.accepted');
});

test('where single sign-on is required, a password is for administrators alone, and nobody learns it without the right one', async () => {
  const password = 'four kind otters swim';
  const passwordHash = await hashPassword(password);
  const [member, admin] = [await makePerson({ passwordHash }), await makePerson({ passwordHash, orgRole: 'admin' })];
  const enter = (person: { email: string }, given = password) =>
    signIn({ email: person.email, password: given }, { address: null, userAgent: null, requestId: newId(), previousToken: null });
  await owner.query("INSERT INTO settings (name, value) VALUES ('single_sign_on', '{\"required\": true}')");
  expect((await refusal(enter(member), 'forbidden')).message).toMatch(/through its provider alone/);
  await refusal(enter(member, 'wrong'), 'unauthenticated');
  expect(await enter(admin)).toHaveProperty('token');
  await owner.query("DELETE FROM settings WHERE name = 'single_sign_on'");
  expect(await enter(member)).toHaveProperty('token');
});
