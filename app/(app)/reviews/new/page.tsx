import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { NoTeam } from '#components/access/no-team.tsx';
import { PageHeader } from '#components/layout/page-header.tsx';
import { type About, nothingChosen } from '#components/reviews/about.ts';
import type { OfferedTemplate } from '#components/reviews/fitting-templates.ts';
import { RequestForm } from '#components/reviews/request-form.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';
import { membershipOperations } from '#lib/access/memberships/procedures.ts';
import { canSomewhere } from '#lib/access/policy.ts';
import type { Context } from '#lib/access/procedure.ts';
import { missing, pageContext, requireActor } from '#lib/access/request.ts';
import { assetOperations } from '#lib/assets/procedures.ts';
import { stages } from '#lib/assets/rules.ts';
import { heldTeamOperations } from '#lib/composition.ts';
import { subjects } from '#lib/reviews/rules.ts';
import { templateOperations } from '#lib/reviews/templates/procedures.ts';
import type { TemplateRow } from '#lib/reviews/templates/schema.ts';
import { acceptanceOperations } from '#lib/risks/acceptances/procedures.ts';

export const metadata: Metadata = { title: 'Ask for a review' };

type Asked = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Asked> };

export default async function NewReviewPage({ searchParams }: Props) {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Ask for a review" />;
  if (!canSomewhere(actor, 'review.request')) return <DeniedState action="ask for reviews" whoCan="A lead of your team" />;
  const context = await pageContext();
  const asked = await searchParams;
  const [about, { templates }] = await Promise.all([aboutOf(asked, context), call(templateOperations.list, { state: 'on' }, { context })]);
  const fixed = {
    subject: typeof asked['subject'] === 'string' && (subjects as readonly string[]).includes(asked['subject']),
    asset: about.asset !== null,
  };
  const back = about.asset ? `/assets/${about.asset.id}/reviews` : about.acceptance ? `/acceptances/${about.acceptance.id}` : '/reviews';
  return (
    <>
      <PageHeader
        title={titleOf(about, fixed.subject)}
        crumbs={[
          { label: 'Reviews', href: '/reviews' },
          ...(about.asset ? [{ label: about.asset.name, href: `/assets/${about.asset.id}/reviews` }] : []),
        ]}
        description="Somebody else decides: neither you, nor whoever owns, registered or implemented it."
      />
      <div className="px-4 py-5 md:px-6">
        <RequestForm
          about={about}
          fixed={{ ...fixed, asset: fixed.asset || about.acceptance !== null }}
          templates={templates.map(offered)}
          mayAskOthers={canSomewhere(actor, 'review.manage')}
          back={back}
        />
      </div>
    </>
  );
}

const offered = ({ key, subject, name, description, kinds, stages: at, ...row }: TemplateRow): OfferedTemplate => ({
  ...{ key, subject, name, description, kinds, stages: at, questions: row.questions, quorum: row.quorum },
  ...{ namesReviewers: row.namesReviewers, days: row.days, validityDays: row.validityDays },
});

/** What the address asks for, as far as it is there and the viewer may see it. */
async function aboutOf(asked: Asked, context: Context): Promise<About> {
  const one = (name: string) => (typeof asked[name] === 'string' && asked[name] !== '' ? asked[name] : null);
  const subject = subjects.find((each) => each === one('subject'));
  const [asset, acceptance, team] = await Promise.all([
    one('asset') ? call(assetOperations.get, { id: one('asset') ?? '' }, { context }).catch(missing) : null,
    one('acceptance') ? call(acceptanceOperations.get, { id: one('acceptance') ?? '' }, { context }).catch(missing) : null,
    one('team') ? call(heldTeamOperations.get, { id: one('team') ?? '' }, { context }).catch(missing) : null,
  ]);
  const members = team && one('person') ? (await call(membershipOperations.list, { id: team.id }, { context })).members : [];
  const person = members.find(({ id }) => id === one('person'));
  return {
    ...nothingChosen,
    subject: acceptance ? 'acceptance' : (subject ?? (asset?.kind === 'dataset' ? 'dataset' : 'version')),
    asset: asset && { id: asset.id, name: asset.name, kind: asset.kind, stage: asset.stage, teamName: asset.team.name },
    versionId: one('version'),
    baseVersionId: one('base'),
    stage: stages.find((each) => each === one('stage')) ?? null,
    acceptance: acceptance && { id: acceptance.id, name: `${acceptance.threatName} of ${acceptance.assetName}` },
    team: team && { id: team.id, name: team.name },
    person: person ? { id: person.id, name: person.name } : null,
  };
}

function titleOf({ asset, acceptance, person, subject }: About, fixed: boolean): string {
  if (acceptance) return `Ask for a review of the acceptance of ${acceptance.name}`;
  if (person && subject === 'access') return `Ask for a review of what ${person.name} may do`;
  if (!asset) return 'Ask for a review';
  return fixed && subject === 'change' ? `Ask for a review of a change of ${asset.name}` : `Ask for a review of ${asset.name}`;
}
