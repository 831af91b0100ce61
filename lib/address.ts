/** Where an operation lies: shared by the browser's client and the command line. Pure. */

/** Fields named in the path go there; the rest is left for the query or the body. */
export function address(route: string, input: Record<string, unknown>) {
  const [method = 'GET', path = '/'] = route.split(' ');
  const rest = { ...input };
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { method, url: `/api/v1${url}`, rest };
}

/** A query of the fields that say something, with its question mark; empty where none does. */
export function searchOf(fields: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  return search.size ? `?${search}` : '';
}
