import { Show } from 'solid-js';
import { ApiError, NetworkError, type RequestError } from '../../data/http/request.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { errorMessage } from './error-message.ts';

/** Shown in place of content that could not be loaded: the error, Retry, and the request id if any. */
export function LoadError(props: { error: RequestError | undefined; message: string; onRetry: () => void }) {
  const requestId = () =>
    props.error instanceof ApiError
      ? props.error.problem.requestId
      : props.error instanceof NetworkError && props.error.requestId;
  return (
    <div class="empty failure" role="alert">
      <Icon name="warning" />
      <p>
        {props.message} {errorMessage(props.error)}
      </p>
      <Button onClick={() => props.onRetry()}>Retry</Button>
      <Show when={requestId()}>{(id) => <p class="muted">Request {id()}</p>}</Show>
    </div>
  );
}
