import { operation } from '../procedure.ts';
import { lookAtLink } from './queries.ts';
import { LinkLook, LinkState } from './schema.ts';

export const linkOperations = {
  look: operation(
    'POST /links/look',
    {
      permission: 'anyone',
      tag: 'Invitations',
      summary: 'Say whether a link still holds, and for whom, to whoever has its token',
      input: LinkLook,
      output: LinkState,
    },
    ({ input }) => lookAtLink(input.purpose, input.token),
  ),
};
