import { z } from 'zod';
import { sessionCookieHeader } from '../../cookie.ts';
import { HandedLink } from '../../links/schema.ts';
import { actOf, operation } from '../../procedure.ts';
import { acceptInvitation, cancelInvitation, invitePeople, previewInvitations, renewInvitation } from './commands.ts';
import { Acceptance, InvitationInput, InvitationPreview, InvitationPreviewInput, Invited, OnePerson, SignedIn } from './schema.ts';

const tag = 'Invitations';
const permission = 'person.manage';

export const invitationOperations = {
  preview: operation(
    'POST /invitations/preview',
    {
      permission,
      tag,
      summary: 'Read a pasted list or CSV of people to invite, and say of each line what would be made or what is in the way',
      input: InvitationPreviewInput,
      output: InvitationPreview,
    },
    ({ actor, input }) => previewInvitations(actor, input),
  ),
  create: operation(
    'POST /invitations',
    {
      permission,
      sensitive: true,
      tag,
      summary: 'Invite people, all or none, each by a link that works once and for a day',
      input: InvitationInput,
      output: Invited,
      status: 201,
    },
    ({ actor, input, context }) => invitePeople(actor, actOf(context), input.people),
  ),
  renew: operation(
    'POST /people/{id}/invitation/renew',
    {
      permission,
      sensitive: true,
      tag,
      summary: 'Make a new link in place of an invitation’s old one',
      input: OnePerson,
      output: HandedLink,
    },
    ({ actor, input, context }) => renewInvitation(actor, actOf(context), input.id),
  ),
  cancel: operation(
    'POST /people/{id}/invitation/cancel',
    { permission, tag, summary: 'Take an invitation back', input: OnePerson, output: z.void(), status: 204 },
    ({ actor, input, context }) => cancelInvitation(actor, actOf(context), input.id),
  ),
  accept: operation(
    'POST /invitations/accept',
    {
      permission: 'anyone',
      tag,
      summary: 'Take an invitation with its link: choose a name and a password; signs in',
      input: Acceptance,
      output: SignedIn,
      detailed: true,
      status: 204,
    },
    async ({ input, context }) => {
      const { token, seconds } = await acceptInvitation(input, context.requestId, {
        address: context.address,
        userAgent: context.userAgent ?? null,
      });
      return { headers: { 'set-cookie': sessionCookieHeader(token, seconds) } };
    },
  ),
};
