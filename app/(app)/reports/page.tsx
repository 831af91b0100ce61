import { ChartLine, FileSpreadsheet, FileText } from 'lucide-react';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { NoTeam } from '#components/access/no-team.tsx';
import { PageBody, PageHeader } from '#components/layout/page-header.tsx';
import { Link } from '#components/ui/link.tsx';
import { canSomewhere } from '#lib/access/policy.ts';
import { requireActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Reports' };

export default async function ReportsPage() {
  const actor = await requireActor();
  if (!canSomewhere(actor, 'asset.read')) return <NoTeam title="Reports" />;
  return (
    <>
      <PageHeader title="Reports" description="What can be printed, kept or handed on, within what you may see." />
      <PageBody>
        <ul className="flex max-w-3xl flex-col divide-y border-y">
          <Entry href="/reports/posture" icon={<FileText />} title="Report of posture">
            Levels, the worst risks, acceptances and what changed, for a date and a scope, with what was known then. Made for A4 and PDF.
          </Entry>
          <Entry href="/insights" icon={<ChartLine />} title="Charts">
            Each chart of Insights can be kept as a picture, or its numbers as CSV.
          </Entry>
          {canSomewhere(actor, 'asset.export') && (
            <Entry href="/risks" icon={<FileSpreadsheet />} title="Lists as files">
              The lists of assets, risks, safeguards and acceptances export what they show, with every filter.
            </Entry>
          )}
        </ul>
      </PageBody>
    </>
  );
}

function Entry({ href, icon, title, children }: { href: string; icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <li>
      <Link href={href} className="focus-ring-inset flex gap-3 px-2 py-4 hover:bg-hover">
        <span aria-hidden="true" className="mt-0.5 text-muted [&_svg]:size-5">
          {icon}
        </span>
        <span>
          <span className="block font-medium">{title}</span>
          <span className="block max-w-[72ch] text-muted text-sm">{children}</span>
        </span>
      </Link>
    </li>
  );
}
