import { PageHeader } from '#components/layout/page-header.tsx';
import { DeniedState } from '#components/ui/denied-state.tsx';

/** What stands in the place of the audit log for those who may not read it. */
export function AuditDenied() {
  return (
    <>
      <PageHeader title="Audit log" />
      <DeniedState action="read the audit log" />
    </>
  );
}
