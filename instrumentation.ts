/** Runs once when the server starts, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { believeOnlyOurProxies } = await import('#lib/platform/address.ts');
    believeOnlyOurProxies();
    const { setPagePolicies } = await import('#lib/platform/page-policy.ts');
    setPagePolicies();
    // What follows from changes is known before the first of them, whoever makes it: a request, a page or a job.
    const { jobsBeside } = await import('#lib/composition.ts');
    const { runJobs } = await import('#lib/exchange/jobs.ts');
    runJobs(jobsBeside);
    const { keepAuditLog } = await import('#lib/access/audit/service.ts');
    keepAuditLog();
    const { keepNotices } = await import('#lib/access/notices/service.ts');
    keepNotices();
  }
}
