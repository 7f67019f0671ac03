import { ApiError, NetworkError } from '../../data/http/request.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';

/** A page broke: says so in its place, keeps the rest standing, and names what to quote. */
export function ErrorFallback(props: { error: unknown; reset: () => void }) {
  const requestId = () => {
    if (props.error instanceof ApiError) return props.error.problem.requestId;
    return props.error instanceof NetworkError ? props.error.requestId : undefined;
  };
  return (
    <div class="empty failure" role="alert">
      <Icon name="warning" />
      <h1 tabindex="-1">This page broke</h1>
      <p>What you were writing is kept. Reloading usually helps.</p>
      <div class="actions">
        <Button kind="primary" onClick={() => location.reload()}>
          Reload
        </Button>
        <Button onClick={() => props.reset()}>Try again</Button>
      </div>
      <p class="muted">{requestId() ? `Request ${requestId()}` : String(props.error)}</p>
    </div>
  );
}
