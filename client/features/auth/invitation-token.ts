import { createSignal } from 'solid-js';

const [token, setToken] = createSignal<string>();

/** The secret of the single-use link this page was opened with. It lives in memory only: a reload needs the link again. */
export const linkToken = token;

/** Takes the secret out of the address bar before anything else runs: nobody reads it over a shoulder, no bookmark keeps it. */
export function captureInvitationToken(): void {
  const secret = location.hash.slice(1);
  if (!secret || !/^\/(join|setup)\/?$/.test(location.pathname)) return;
  setToken(secret);
  history.replaceState(history.state, '', location.pathname + location.search);
}
