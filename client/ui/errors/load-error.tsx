import { Show } from 'solid-js';
import { ApiError, NetworkError, type RequestError } from '../../data/http/request.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { errorMessage } from './error-message.ts';

/** A part of the page could not be loaded: said in its place, with Retry and what to quote. */
export function LoadError(props: { error: RequestError | undefined; what: string; onRetry: () => void }) {
  const requestId = () =>
    props.error instanceof ApiError
      ? props.error.problem.requestId
      : props.error instanceof NetworkError && props.error.requestId;
  return (
    <div class="empty failure" role="alert">
      <Icon name="warning" />
      <p>
        {props.what} {errorMessage(props.error)}
      </p>
      <Button onClick={() => props.onRetry()}>Retry</Button>
      <Show when={requestId()}>{(id) => <p class="muted">Request {id()}</p>}</Show>
    </div>
  );
}
