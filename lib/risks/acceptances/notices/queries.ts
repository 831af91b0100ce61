/** What people are told of acceptances read when it is written: for whoever may see the asset at that moment and is concerned. */
import { type Content, dayFor, type NoticeContents } from '#lib/access/notices/queries.ts';
import { type Actor, can, houseScope } from '#lib/access/policy.ts';
import { type Kind, type Stage, stageLabels } from '#lib/assets/rules.ts';
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import type { JobIds } from '#lib/platform/jobs.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { hindranceToDecide, type Parties } from '../policy.ts';
import { type AcceptanceState, severityWord, stateAt } from '../rules.ts';
import { joined } from '../sql.ts';
import { concerned } from '../writing/commands.ts';

type Told = {
  team_id: string;
  kind: Kind;
  team: string;
  asset: string;
  threat: string;
  stage: Stage;
  status: AcceptanceState;
  severity: number;
  until: Date;
  reason: string;
  note: string | null;
  ended_note: string | null;
  requester: string | null;
  decider: string | null;
  ender: string | null;
  parties: Parties;
};

/** Acceptances are cut to teams by the database; the house reads this one, and each notice decides for whom. */
async function toldOf(id = ''): Promise<Told | undefined> {
  const rows = await read(houseScope(null), (reader) =>
    reader.rows<Told>(Prisma.sql`
      SELECT c.team_id, a.kind, (SELECT name FROM teams WHERE id = c.team_id) AS team, a.name AS asset, t.name AS threat, r.stage, c.status, c.severity,
        c.until, c.reason, c.note, c.ended_note, (SELECT name FROM users WHERE id = c.requested_by) AS requester,
        (SELECT name FROM users WHERE id = c.decided_by) AS decider, (SELECT name FROM users WHERE id = c.ended_by) AS ender,
        json_build_object('requestedBy', c.requested_by, 'assetOwnerId', a.owner_id, 'riskOwnerId', r.owner_id, 'ownersThen', c.owners) AS parties
      FROM ${joined} WHERE c.id = ${id}::uuid`),
  );
  return rows[0];
}

const riskOf = ({ threat, asset, stage }: Told) => `${threat} of ${asset}, ${stageLabels[stage].toLowerCase()}`;

/** Concerned by it: whoever asked, an owner, or somebody who decides in that team. */
const isConcerned = (reader: Actor, { parties, team_id: teamId, kind }: Told): boolean =>
  concerned(parties).includes(reader.id) || can(reader, 'acceptance.decide', { teamId, kind });

type Write = (reader: Actor, told: Told) => Content;

/** Nobody hears of what they may not see. */
const about =
  (states: readonly AcceptanceState[], write: Write) =>
  async (reader: Actor, { acceptanceId }: JobIds): Promise<Content> => {
    const told = await toldOf(acceptanceId);
    if (!told || !can(reader, 'asset.read', { teamId: told.team_id })) return null;
    if (!states.includes(stateAt(told, now()))) return null;
    const content = write(reader, told);
    return content && { ...content, path: `/acceptances/${acceptanceId}` };
  };

const mail = (subject: string, paragraphs: readonly (string | null)[], call?: string): Content => ({
  subject,
  paragraphs: paragraphs.filter((each) => each !== null),
  ...(call && { call }),
  path: '',
});

export const acceptanceContents: NoticeContents = {
  'acceptance.requested': about(['requested'], (reader, told) => {
    if (hindranceToDecide(reader, told.parties, { teamId: told.team_id, kind: told.kind }) !== null) return null;
    const until = dayFor(told.until, reader);
    return mail(
      `${told.requester ?? 'Somebody'} asks to accept a risk of ${told.asset}`,
      [
        `${told.requester ?? 'Somebody'} (${told.team}) asks that ${riskOf(told)} be accepted until ${until}. Its residual is ${severityWord(told.severity)}.`,
        `Why: ${told.reason}`,
      ],
      'You may decide on it:',
    );
  }),
  'acceptance.decided': about(['granted', 'refused'], (reader, told) => {
    if (told.parties.requestedBy !== reader.id) return null;
    const granted = told.status === 'granted';
    return mail(granted ? `A risk of ${told.asset} is accepted` : `Your request to accept a risk of ${told.asset} was refused`, [
      granted
        ? `${told.decider ?? 'Somebody'} accepted ${riskOf(told)}, as you asked. It holds until ${dayFor(told.until, reader)}, and covers a residual up to ${severityWord(told.severity)}.`
        : `${told.decider ?? 'Somebody'} refused your request to accept ${riskOf(told)}.`,
      told.note && `Their note: ${told.note}`,
    ]);
  }),
  'acceptance.ending': about(['granted'], (reader, told) => {
    if (!isConcerned(reader, told)) return null;
    const until = dayFor(told.until, reader);
    return mail(
      `The acceptance of a risk of ${told.asset} ends on ${until}`,
      [
        `${riskOf(told)} is accepted until ${until}. After that day it is open again, at ${severityWord(told.severity)} or worse unless something was done.`,
      ],
      'Treat it, or ask for a renewal in time:',
    );
  }),
  'acceptance.ended': about(['ended', 'revoked'], (reader, told) => {
    if (!isConcerned(reader, told)) return null;
    const revoked = told.status === 'revoked';
    return mail(
      revoked ? `The acceptance of a risk of ${told.asset} was revoked` : `The acceptance of a risk of ${told.asset} has ended`,
      [
        revoked ? `${told.ender ?? 'Somebody'} revoked the acceptance of ${riskOf(told)}.` : `${riskOf(told)} is accepted no longer.`,
        told.ended_note && (revoked ? `Their note: ${told.ended_note}` : told.ended_note),
      ],
      'Where the risk applies, it is open again:',
    );
  }),
};
