import { Show } from 'solid-js';
import { useSession } from '../data/session/session-context.ts';
import { Button } from '../ui/button.tsx';

/** Shown while the session is restored: nothing at first, then a hint, then an error if the server is unreachable. */
export function StartupScreen() {
  const session = useSession();
  const unreachable = () => {
    const state = session.state();
    return state.is === 'starting' && state.unreachable;
  };
  return (
    <main class="startup-screen">
      <Show when={unreachable()} fallback={<p class="delayed-hint muted">Loading Helpdesk…</p>}>
        <h1>The server could not be reached</h1>
        <p>Check your connection. This page retries automatically.</p>
        <Button kind="primary" onClick={() => session.retry()}>
          Retry now
        </Button>
      </Show>
    </main>
  );
}
