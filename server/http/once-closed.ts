import type { ServerResponse } from 'node:http';

export const isClosed = ({ closed, req }: ServerResponse): boolean => closed || req.socket.destroyed;

/**
 * Calls the listener once, when the response or its connection closes. Some versions of Node emit no `close` on a
 * pipelined response if the connection closes before the responses ahead of it are sent.
 */
export function onceClosed(response: ServerResponse, listener: () => void): void {
  const { socket } = response.req;
  let isCalled = false;
  const close = () => {
    if (isCalled) return;
    isCalled = true;
    response.off('close', close);
    socket.off('close', close);
    listener();
  };
  response.on('close', close);
  // One listener for each pipelined request, which are more than Node expects.
  socket.setMaxListeners(0).on('close', close);
}
