/** Runs once when the server starts, before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { believeOnlyOurProxies } = await import('#lib/platform/address.ts');
    believeOnlyOurProxies();
    const { setPagePolicies } = await import('#lib/platform/page-policy.ts');
    setPagePolicies();
    const { runJobs } = await import('#lib/exchange/jobs.ts');
    const { historyJobs } = await import('#lib/insights/history/jobs.ts');
    runJobs(historyJobs);
    const { keepAuditLog } = await import('#lib/access/audit/service.ts');
    keepAuditLog();
  }
}
