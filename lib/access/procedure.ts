/**
 * An operation: one oRPC procedure with a route, a permission, an input and an output. It cannot be built without a permission.
 * Pages call it in process, the browser and every other client at /api/v1.
 */
import { type InferSchemaInput, ORPCError, os, ValidationError } from '@orpc/server';
import type { z } from 'zod';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, errorStatus, signedOut } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { log } from '#lib/platform/log.ts';
import { type Permission, permissions } from './permissions.ts';
import { type Actor, canSomewhere, refused } from './policy.ts';
import { stillHeld } from './still-held.ts';

/** A body that is taken as a stream: its bytes, and what the sender declared. */
export type Upload = { stream: ReadableStream<Uint8Array>; size: number | null; sha256: string | null };

/** What a call brings along: who, in which request, from where. */
export type Context = { actor: Actor | null; requestId: string; address: string | null; userAgent?: string | null; upload?: Upload };

/** `session`: for a person at a browser, about their own account. `signed-in`: for whoever is known. `anyone`: before sign-in. */
export type Requirement = Permission | 'session' | 'signed-in' | 'anyone';
export type Meta = { permission?: Requirement };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Route = `${Method} /${string}`;

/** The actor is null only where the permission is `anyone`. */
type ActorFor<R extends Requirement> = R extends 'anyone' ? Actor | null : Actor;

export type Call<R extends Requirement, Input> = { actor: ActorFor<R>; input: Input; context: Context };

type Definition<R extends Requirement, I extends z.ZodType, O extends z.ZodType> = {
  permission: R;
  summary: string;
  tag: string;
  input: I;
  output: O;
  /** The body is a stream (context.upload); `input` is read from the query. */
  upload?: boolean;
  /** Asks for a fresh proof of who sits at the browser (step-up); a token proved itself when it was made. */
  sensitive?: boolean;
  /** Open to whoever must add a second factor before anything else: what it takes to add one, and to leave. */
  whileHeld?: boolean;
  /** Sends headers or a stream: the output is `{headers, body}`. */
  detailed?: boolean;
  status?: number;
};

const base = os.$context<Context>().$meta<Meta>({});

/**
 * Builds an operation. `route` is "METHOD /path/{parameter}"; path parameters are fields of the input.
 * Order at run time: who is it, does the permission hold anywhere, is the input valid, then the handler, then the output's shape.
 */
export function operation<P extends Route, R extends Requirement, I extends z.ZodType, O extends z.ZodType>(
  route: P,
  definition: Definition<R, I, O>,
  handler: (call: Call<R, z.output<I>>) => Promise<InferSchemaInput<O>>,
) {
  const [method, path] = route.split(' ') as [Method, `/${string}`];
  const procedure = base
    .meta({ permission: definition.permission })
    .use(async ({ context, next }) => {
      admit(context.actor, definition.permission, definition.whileHeld);
      if (definition.sensitive && context.actor) mustBeConfirmed(context.actor);
      return next();
    })
    .route({
      method,
      path,
      summary: definition.summary,
      tags: [definition.tag],
      successStatus: definition.status,
      outputStructure: definition.detailed ? 'detailed' : 'compact',
      spec: (spec) => ({ ...spec, 'x-permission': definition.permission, ...(definition.upload ? streamInput(spec) : {}) }),
    })
    .input(definition.input)
    .output(definition.output)
    .handler(({ context, input }) => handler({ actor: context.actor as ActorFor<R>, input: input as z.output<I>, context }));
  return procedure as typeof procedure & Shape<P, z.input<I>, z.output<O>>;
}

function admit(actor: Actor | null, requirement: Requirement, whileHeld = false): void {
  if (requirement === 'anyone') return;
  if (!actor) throw signedOut();
  if (actor.held && !whileHeld)
    throw new AppError('forbidden', 'Your account needs a second factor. Add one, and everything opens at once.', { enrol: true });
  if (requirement === 'signed-in') return;
  if (requirement === 'session') {
    if (actor.sessionId === '') throw new AppError('forbidden', 'This is for people at a browser; a token cannot do it.');
  } else if (actor.token && !actor.token.scopes.includes(requirement)) {
    throw new AppError('forbidden', `This token was made without ${requirement}: ${permissions[requirement].toLowerCase()}.`);
  } else if (!canSomewhere(actor, requirement)) throw refused(actor, requirement);
}

/** How long a proof of who sits at the browser holds for sensitive acts, in minutes. */
export const confirmationMinutes = 15;

/** @throws AppError `forbidden` with `confirm`, which the interface answers by asking for a proof and trying again. */
function mustBeConfirmed(actor: Actor): void {
  if (actor.token !== null) return;
  const age = now().getTime() - (actor.confirmedAt?.getTime() ?? 0);
  if (age > confirmationMinutes * 60_000) throw new AppError('forbidden', 'Confirm that it is you before you do this.', { confirm: true });
}

/** For types alone: how the typed client knows an operation by its route. */
export type Shape<P extends Route, Input, Output> = { readonly '~shape'?: { route: P; input: Input; output: Output } };

type Described = { parameters?: unknown[]; requestBody?: unknown };
type JsonBody = { content?: Record<string, { schema?: { properties?: Record<string, object>; required?: string[] } }> };

/** The body is the stream; the fields that the body would hold otherwise are parameters of the query. */
function streamInput<S extends Described>(spec: S) {
  const { properties = {}, required = [] } = (spec.requestBody as JsonBody | undefined)?.content?.['application/json']?.schema ?? {};
  const query = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query' as const,
    required: required.includes(name),
    schema,
  }));
  return { parameters: [...(spec.parameters ?? []), ...query] as S['parameters'], requestBody: streamBody };
}

const streamBody = { required: true, content: { 'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } } } };

/** The act of a call, for the audit log: one operation, unless a job goes on with it. */
export const actOf = (context: Context): Act => ({
  actorId: context.actor?.id ?? null,
  requestId: context.requestId,
  operationId: newId(),
  actorType: context.actor?.type ?? 'person',
  via: viaOf(context.actor),
  address: context.address,
  ...(context.actor && { recheck: stillHeld(context.actor) }),
});

function viaOf(actor: Actor | null): Act['via'] {
  if (actor?.token) return { type: 'token', id: actor.token.id };
  return actor?.sessionId ? { type: 'session', id: actor.sessionId } : null;
}

/** Turns whatever a call threw into the one shape that leaves the house. Faults of ours are logged whole and told as nothing. */
export function toAppError(error: unknown, requestId: string): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ORPCError) {
    if (error.cause instanceof AppError) return error.cause;
    if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') return inputError(error.cause.issues);
    if (error.status === 404) return new AppError('not_found', 'There is no such operation.');
    if (error.status < 500) return new AppError('invalid', 'The request could not be read: its body is not what its content type says.');
  }
  if (error instanceof SyntaxError) return new AppError('invalid', 'The body is not valid JSON.', { fields: { body: 'not valid JSON' } });
  const code = databaseCode(error);
  if (code !== null && unreachable.test(code))
    return new AppError('unavailable', 'The database cannot be reached. Nothing was changed; try again in a moment.', { retryAfter: 5 });
  if (code === '57014')
    return new AppError('unavailable', 'This took too long and was given up. Nothing was changed; ask for less at once.');
  if (code === '53100')
    return new AppError('unavailable', 'The disk of the database is full. Nothing was changed; tell your administrator.');
  if (code !== null && crossing.test(code)) {
    log.warn({ err: error, requestId }, 'changes that crossed');
    return new AppError(
      'conflict',
      'Somebody else changed or moved what this is about at the same moment. Nothing was changed; look again.',
    );
  }
  if (code !== null && unkeepable.test(code)) {
    log.warn({ err: error, requestId }, 'input that the database refused');
    return new AppError(
      'invalid',
      'Something in the input cannot be kept: a character such as NUL, or a number or time that is out of range.',
    );
  }
  log.error({ err: error, requestId }, 'fault');
  return new AppError('unavailable', `Something went wrong on our side and nothing was changed. Request ${requestId}.`);
}

const unreachable = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[1-5]|08\d{3}|P1001|P1017|P2024|P2028)$/;

/** What was referred to has gone meanwhile, or two changes waited for each other: one of them is let go. */
const crossing = /^(23503|P2003|40001|40P01|P2034)$/;

/** Values that pass a schema and that Postgres cannot take: out of range, no time, NUL and halves of characters in text and JSON. */
const unkeepable = /^(22003|2200[789]|22021|22P02|22P05)$/;

/** The database's code for what went wrong, wherever it stands: on pg's error, or within Prisma's, which has a code of its own. */
export function databaseCode(error: unknown): string | null {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    const { driverAdapterError } = ('meta' in each ? (each.meta ?? {}) : {}) as {
      driverAdapterError?: { cause?: { originalCode?: unknown } };
    };
    const original = driverAdapterError?.cause?.originalCode;
    if (typeof original === 'string') return original;
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return null;
}

/** What a schema found wrong, by field: the first finding of each. */
export function inputError(issues: ValidationError['issues']): AppError {
  const fields: Record<string, string> = {};
  for (const issue of issues) {
    const name = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.') || 'body';
    fields[name] ??= issue.message;
  }
  const [first] = Object.entries(fields);
  return new AppError('invalid', first ? `${first[0]}: ${first[1]}` : 'The input is not valid.', { fields });
}

/** An AppError as it travels: the body of every refusal. */
export function errorBody(error: AppError, requestId: string) {
  return { code: error.code, message: error.message, ...error.details, requestId };
}

export const statusOf = (error: AppError) => errorStatus[error.code];
