import { Show } from 'solid-js';
import { useSession } from '../data/session/session-context.ts';
import { Button } from '../ui/button.tsx';

/** While the browser signs in silently: nothing at first, then a word, then what is wrong. */
export function StartupScreen() {
  const session = useSession();
  const unreachable = () => {
    const state = session.state();
    return state.is === 'starting' && state.unreachable;
  };
  return (
    <main class="startup-screen">
      <Show when={unreachable()} fallback={<p class="delayed-hint muted">Opening the helpdesk…</p>}>
        <h1>The helpdesk can’t be reached</h1>
        <p>It may be your connection, or ours. This page tries again by itself.</p>
        <Button kind="primary" onClick={() => session.retry()}>
          Try now
        </Button>
      </Show>
    </main>
  );
}
