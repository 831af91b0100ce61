import { type Act, difference } from '#lib/platform/audit.ts';
import { encrypt } from '#lib/platform/encryption.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, houseScope, mustEverywhere, scopeOf } from '../policy.ts';
import { mappingsHold } from './mappings.ts';
import { getProvider, readRequirement, requirement } from './queries.ts';
import { applyGroups } from './rights.ts';
import { environmentKey } from './rules.ts';
import type { Provider, ProviderCreate, ProviderEdit } from './schema.ts';

const noun = 'provider';
const bytes = (buffer: Buffer) => buffer as Uint8Array<ArrayBuffer>;
const targetOf = (id: string) => ({ targetType: noun, targetId: id, teamId: null });

/** Everything of it that the log keeps: no secret. */
function logged(fields: Partial<ProviderEdit> | ProviderCreate): Record<string, unknown> {
  const { clientSecret, ...rest } = fields;
  return { ...rest, ...(clientSecret === undefined ? {} : { clientSecretSet: true }) };
}

/** @throws AppError `forbidden`, `invalid` with the field: key or issuer taken, a mapping that gives what the actor does not hold. */
export async function addProvider(actor: Actor, act: Act, input: ProviderCreate): Promise<void> {
  mustEverywhere(actor, 'settings.manage');
  const { clientSecret, ...fields } = input;
  const id = newId();
  await transact(scopeOf(actor, 'settings.manage'), act, 'provider.added', async (change) => {
    await mappingsHold(change, actor, fields.mappings, []);
    const data = { id, ...fields, clientSecret: bytes(encrypt(clientSecret, 'client secret', id)) };
    await change.tx.identityProvider.create({ data }).catch(taken);
    await change.record({ event: 'provider.added', ...targetOf(id), after: logged(input) });
  });
}

function taken(error: unknown): never {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
  if (JSON.stringify(error.meta).includes('issuer')) throw invalid('issuer', 'Another provider here has this issuer already.');
  throw invalid('key', 'Another provider here has this word already.');
}

/**
 * Changes a provider. Of the one that the environment sets, only what is set here can be changed; its row is made at the first change.
 * @throws AppError `forbidden`, `not_found`, `conflict` with the standing values, `invalid` with the field.
 */
export async function editProvider(actor: Actor, act: Act, { key, version, ...edit }: ProviderEdit): Promise<void> {
  mustEverywhere(actor, 'settings.manage');
  const standing = await getProvider(key);
  if (standing.version !== version) throw stale(standing);
  if (standing.fromEnvironment) onlyRules(edit);
  const { clientSecret, ...fields } = edit;
  await transact(scopeOf(actor, 'settings.manage'), act, 'provider.changed', async (change) => {
    const changed = difference(standing, fields);
    // Who is in a group is said by whoever answers as the provider: under another one, every mapping gives anew.
    const elsewhere = ['issuer', 'clientId', 'scopes', 'groupsClaim'].some((name) => name in (changed?.after ?? {}));
    await mappingsHold(change, actor, fields.mappings ?? standing.mappings, elsewhere ? [] : standing.mappings);
    if (!changed && clientSecret === undefined) return change.unchanged();
    const { id, expected } = standing.fromEnvironment
      ? await environmentRow(change, standing)
      : { id: await idOf(change, key), expected: version };
    const secret = clientSecret === undefined ? {} : { clientSecret: bytes(encrypt(clientSecret, 'client secret', id)) };
    const { count } = await change.tx.identityProvider
      .updateMany({ where: { id, version: expected }, data: { ...fields, ...secret, version: version + 1 } })
      .catch(taken);
    if (count === 0) throw stale(await getProvider(key));
    const after = { ...changed?.after, ...(clientSecret === undefined ? {} : { clientSecretReplaced: true }) };
    await change.record({ event: 'provider.changed', ...targetOf(id), before: changed?.before ?? {}, after });
  });
}

const stale = (current: Provider) => new AppError('conflict', 'Somebody else changed this provider meanwhile.', { current });

function onlyRules(edit: Omit<ProviderEdit, 'key' | 'version'>): void {
  const fixed = (['name', 'issuer', 'clientId', 'clientSecret', 'scopes', 'groupsClaim', 'enabled'] as const).find(
    (name) => edit[name] !== undefined,
  );
  if (fixed) throw invalid(fixed, 'The environment sets this. Change it there.');
}

async function idOf({ tx }: Change, key: string): Promise<string> {
  const row = await tx.identityProvider.findUnique({ where: { key }, select: { id: true } });
  if (!row) throw notFound(noun);
  return row.id;
}

/** The row of the environment's provider, for its issuer of now: rules that were set for another are let go of. */
async function environmentRow({ tx }: Change, { name, issuer, version }: Provider): Promise<{ id: string; expected: number }> {
  const standing = await tx.identityProvider.findUnique({ where: { key: environmentKey }, select: { id: true, issuer: true } });
  if (standing?.issuer === issuer) return { id: standing.id, expected: version };
  if (standing) await tx.identityProvider.delete({ where: { id: standing.id } });
  const made = await tx.identityProvider.create({ data: { id: newId(), key: environmentKey, name, issuer } });
  return { id: made.id, expected: made.version };
}

/** Takes a provider out. Identities and rights that came by it stay; nobody signs in by it any more. @throws AppError `not_found` */
export async function removeProvider(actor: Actor, act: Act, key: string): Promise<void> {
  mustEverywhere(actor, 'settings.manage');
  if (key === environmentKey) throw invalid('key', 'The environment sets this provider. Take it out there.');
  const { version: _version, people: _people, ...standing } = await getProvider(key);
  await transact(scopeOf(actor, 'settings.manage'), act, 'provider.removed', async (change) => {
    const id = await idOf(change, key);
    await change.tx.identityProvider.delete({ where: { id } });
    await change.record({ event: 'provider.removed', ...targetOf(id), before: standing });
  });
}

/** Whether passwords are for administrators alone. @throws AppError `forbidden`, `conflict` */
export async function setRequirement(actor: Actor, act: Act, { required, version }: { required: boolean; version: number }): Promise<void> {
  mustEverywhere(actor, 'settings.manage');
  await transact(scopeOf(actor, 'settings.manage'), act, 'settings.changed', async ({ tx, record, unchanged }) => {
    // Two who set it for the first time have no row to meet at.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.settings.single_sign_on'))`;
    const standing = await readRequirement();
    if (standing.version !== version) throw new AppError('conflict', 'Somebody else changed this meanwhile.', { current: standing });
    if (standing.required === required) return unchanged();
    const data = { value: { required }, updatedBy: actor.id, version: version + 1 };
    await tx.setting.upsert({ where: { name: requirement }, create: { name: requirement, ...data }, update: data });
    const target = { targetType: 'settings', targetId: null, teamId: null };
    await record({ event: 'settings.changed', ...target, before: { ssoRequired: standing.required }, after: { ssoRequired: required } });
  });
}

/**
 * Unlinks one of the actor's identities; rights that its groups gave end with it.
 * @throws AppError `not_found`, `conflict` where it is the only way in.
 */
export async function unlinkIdentity(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(houseScope(actor.id), act, 'identity.unlinked', async (change) => {
    const { tx, record } = change;
    // One at a time, or two unlinked at once would leave no way in.
    await tx.$queryRaw`SELECT FROM users WHERE id = ${actor.id}::uuid FOR UPDATE`;
    const identity = await tx.identity.findFirst({ where: { id, userId: actor.id } });
    if (!identity) throw notFound('identity');
    const [others, password, passkeys] = [
      await tx.identity.count({ where: { userId: actor.id, NOT: { id } } }),
      await tx.password.count({ where: { userId: actor.id } }),
      await tx.passkey.count({ where: { userId: actor.id } }),
    ];
    if (others + password + passkeys === 0)
      throw new AppError('conflict', 'This is your only way in. Add a passkey or link another identity first.');
    await tx.identity.delete({ where: { id } });
    const { issuer, email } = identity;
    await record({
      event: 'identity.unlinked',
      targetType: 'identity',
      targetId: id,
      teamId: null,
      before: { userId: actor.id, issuer, email },
    });
    if ((await tx.identity.count({ where: { userId: actor.id, issuer } })) === 0) await applyGroups(change, actor.id, issuer, [], []);
  });
}
