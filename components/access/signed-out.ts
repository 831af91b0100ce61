const channel = 'gatehouse.signed-out';

/** Tells the other tabs of this browser that its session is over. */
export function tellSignedOut(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const told = new BroadcastChannel(channel);
  told.postMessage(null);
  told.close();
}

/** Runs once the session was ended in another tab; returns how to stop listening. */
export function onSignedOut(run: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const heard = new BroadcastChannel(channel);
  heard.onmessage = run;
  return () => heard.close();
}
