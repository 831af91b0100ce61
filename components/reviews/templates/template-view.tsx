import { DetailBody, DetailSection } from '#components/data/detail/detail-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { KeyValueList } from '#components/ui/key-value-list.tsx';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { subjectLabels } from '#lib/reviews/rules.ts';
import type { TemplateDetail } from '#lib/reviews/templates/schema.ts';
import { ChecklistView } from './checklist-view.tsx';
import { dayWords, kindWords, reviewerWords, stageWords } from './words.ts';

/** A template: its checklist as reviewers see it, whom it asks and by when, its versions, and what asks by it. */
export function TemplateView({ template }: { template: TemplateDetail }) {
  const { key, content, names, uses } = template;
  return (
    <DetailBody
      side={
        <KeyValueList
          side
          items={[
            { label: 'About', value: subjectLabels[template.subject] },
            { label: 'Kinds', value: kindWords(content.kinds) },
            { label: template.subject === 'transition' ? 'Stages it leads to' : 'Stages', value: stageWords(content.stages) },
            { label: 'Approvals needed', value: content.quorum === 1 ? 'One' : `${content.quorum}, by different people` },
            { label: 'Due within', value: dayWords(content.days, 'working') },
            { label: 'An approval holds', value: dayWords(content.validityDays, 'calendar') },
            { label: 'Key', value: <code className="break-all">{key}</code> },
          ]}
        />
      }
    >
      <div className="max-w-4xl">
        <DetailSection title="Checklist">
          <ChecklistView items={content.items} names={names} />
        </DetailSection>
        <DetailSection title="Who is asked">
          {content.reviewers.length === 0 ? (
            <p className="text-muted text-sm">Nobody by itself: whoever asks for a review says who should look.</p>
          ) : (
            <ul className="list-inside list-disc text-sm marker:text-faint">
              {content.reviewers.map((reviewer) => (
                <li key={JSON.stringify(reviewer)}>{reviewerWords(reviewer, names)}</li>
              ))}
            </ul>
          )}
        </DetailSection>
        <DetailSection title="Asked for by">
          <ul className="flex flex-col gap-1 text-sm">
            <li>
              <Link href={`/reviews?template=${key}`} className="focus-ring rounded-sm text-accent-ink underline underline-offset-2">
                {uses.open === 1 ? 'One review waits' : `${uses.open.toLocaleString('en-GB')} reviews wait`}
              </Link>{' '}
              <span className="text-muted">in your teams</span>
            </li>
            {uses.schedules.map(({ id, name }) => (
              <li key={id}>
                Schedule{' '}
                <Link href={`/reviews/schedules/${id}`} className="focus-ring rounded-sm text-accent-ink underline underline-offset-2">
                  {name}
                </Link>
              </li>
            ))}
            {uses.policies > 0 && (
              <li>
                <Link href="/reviews/policies" className="focus-ring rounded-sm text-accent-ink underline underline-offset-2">
                  {uses.policies === 1 ? 'One policy' : `${uses.policies} policies`}
                </Link>
              </li>
            )}
          </ul>
        </DetailSection>
        <DetailSection title="Versions">
          <VersionTable template={template} />
        </DetailSection>
      </div>
    </DetailBody>
  );
}

function VersionTable({ template: { key, versions, current, number } }: { template: TemplateDetail }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[34rem] text-sm">
        <thead>
          <tr className="border-b text-left text-muted text-xs [&>th]:py-1.5 [&>th]:pr-4 [&>th]:font-normal">
            <th scope="col">Version</th>
            <th scope="col">Written</th>
            <th scope="col" className="!text-right">
              Reviews
            </th>
            <th scope="col">
              <span className="sr-only">Comparison</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {versions.map((each) => (
            <tr key={each.number} className="[&>td]:py-2 [&>td]:pr-4">
              <td>
                <span className="inline-flex items-center gap-2">
                  <Link
                    href={each.number === current ? `/reviews/templates/${key}` : `/reviews/templates/${key}?version=${each.number}`}
                    aria-current={each.number === number ? 'page' : undefined}
                    className="focus-ring rounded-sm font-medium underline-offset-2 hover:underline"
                  >
                    {each.number}
                  </Link>
                  {each.number === current && <Badge tone="accent">Current</Badge>}
                  {each.shipped && <Badge>Built in</Badge>}
                </span>
              </td>
              <td className="text-muted">
                <RelativeTime value={each.createdAt} />
                {each.createdBy && ` by ${each.createdBy.name}`}
              </td>
              <td className="text-right tabular-nums">{each.reviews.toLocaleString('en-GB')}</td>
              <td className="text-right">
                {each.number !== current && (
                  <Link
                    href={`/reviews/templates/${key}/comparison?from=${each.number}&to=${current}`}
                    className="focus-ring rounded-sm text-accent-ink underline underline-offset-2"
                  >
                    Compare with {current}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
