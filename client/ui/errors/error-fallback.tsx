import { ApiError, NetworkError } from '../../data/http/request.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';

/** Replaces a page whose rendering failed; the rest of the app stays usable. Shows the request id, if any. */
export function ErrorFallback(props: { error: unknown; reset: () => void }) {
  const requestId = () => {
    if (props.error instanceof ApiError) return props.error.problem.requestId;
    return props.error instanceof NetworkError ? props.error.requestId : undefined;
  };
  return (
    <div class="empty failure" role="alert">
      <Icon name="warning" />
      <h1 tabindex="-1">This page could not be shown</h1>
      <p>Your drafts are kept. Reload the page or try again.</p>
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
