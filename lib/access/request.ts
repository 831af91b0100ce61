/** The request as Next knows it: who asks, under which id. The only file of lib that knows Next. */
import { ORPCError } from '@orpc/server';
import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { AppError } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { actorOfToken } from './actor.ts';
import { sessionCookie } from './cookie.ts';
import type { Actor } from './policy.ts';
import type { Context } from './procedure.ts';
import { findTicket, type TicketHolder, ticketCookie } from './sessions/tickets.ts';

/** The actor of this request, or null; asked of the database once a request. */
export const findActor = cache(async (): Promise<Actor | null> => {
  const token = (await cookies()).get(sessionCookie())?.value;
  return token ? actorOfToken(token) : null;
});

/**
 * The actor of this request; a page of a signed-out person leads to sign-in and back, and one of somebody who must add a second factor first
 * leads there.
 */
export async function requireActor(): Promise<Actor> {
  const actor = await findActor();
  if (actor && !actor.held) return actor;
  const path = (await headers()).get('x-path') ?? '/';
  const door = actor ? '/enrol' : '/sign-in';
  return redirect(path === '/' ? door : `${door}?next=${encodeURIComponent(path)}`);
}

/** Who is between the two steps of a sign-in at this browser; null where nobody is. */
export async function findSecondStep(): Promise<TicketHolder | null> {
  return findTicket((await cookies()).get(ticketCookie())?.value ?? null);
}

/** The context with which a page calls an operation in process. */
export async function pageContext(): Promise<Context> {
  return { actor: await requireActor(), requestId: newId(), address: null };
}

/** Is this error a refusal of the given code? For pages that show "not found" and "denied" as designed states. */
export const isRefusal = (error: unknown, code: AppError['code']): boolean =>
  error instanceof AppError ? error.code === code : error instanceof Error && error.cause instanceof AppError && error.cause.code === code;

/** For `catch` on a page: what is not there, not this person's, or no address of ours is the not-found page, with HTTP 404. */
export function missing(error: unknown): never {
  const malformed = error instanceof ORPCError && error.code === 'BAD_REQUEST';
  if (malformed || isRefusal(error, 'not_found') || isRefusal(error, 'invalid')) notFound();
  throw error;
}
