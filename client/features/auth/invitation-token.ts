import { createSignal } from 'solid-js';

const [token, setToken] = createSignal<string>();

/** The token of the invite or set-up link. Kept in memory only: after a reload the link must be opened again. */
export const linkToken = token;

/** Moves the token out of the URL before any other code runs, to keep it out of history and bookmarks. */
export function captureInvitationToken(): void {
  const fragment = location.hash.slice(1);
  if (!fragment || !/^\/(join|setup)\/?$/.test(location.pathname)) return;
  setToken(fragment);
  history.replaceState(history.state, '', location.pathname + location.search);
}
