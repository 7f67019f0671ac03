import type { ClientLoadOptions, ClientLoadStats } from './client-load.ts';

// Run by a test as a process of its own (`startCrowd`): people at raw WebSockets, who come back by themselves.

const count: ClientLoadStats = { connected: 0, received: 0, errors: [] };

process.once(
  'message',
  ({ url, tokens, connectionsPerToken: each, reconnectDelayMs: pauseMs }: ClientLoadOptions) => {
    const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    for (const token of tokens) for (let i = 0; i < each; i += 1) join(address, token, pauseMs);
    setInterval(() => process.send?.(count), 20);
  },
);

/** One line, opened again whenever it is lost: a little later, not in step with the others. */
function join(address: string, token: string, pauseMs: number): void {
  let last: number | undefined;

  function open(): void {
    const line = new WebSocket(address);
    let live = false;
    line.onmessage = ({ data }) => {
      const frame = String(data);
      if (frame.startsWith('0')) line.send(`40${JSON.stringify({ token, after: last })}`);
      if (frame === '2') line.send('3');
      if (/^4[14]/.test(frame)) line.close();
      if (!frame.startsWith('42')) return;
      const [event, said] = JSON.parse(frame.slice(2));
      if (event === 'ready') {
        live = true;
        count.connected += 1;
      }
      hear(event, said?.seq);
    };
    line.onclose = () => {
      if (live) count.connected -= 1;
      setTimeout(open, pauseMs * (0.5 + Math.random()));
    };
  }

  function hear(event: string, seq: number | undefined): void {
    const expected = event === 'ready' ? last : (last ?? 0) + 1;
    if (last !== undefined && seq !== expected) count.errors.push(`${event} ${seq} after ${last}`);
    if (event !== 'ready') count.received += 1;
    last = seq;
  }

  open();
}
