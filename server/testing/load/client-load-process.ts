import type { ClientLoadOptions, ClientLoadStats } from './client-load.ts';

// Run by `startClientLoad` as a separate process: raw WebSocket clients that reconnect by themselves.

const stats: ClientLoadStats = { connected: 0, received: 0, errors: [] };

process.once('message', ({ url, tokens, connectionsPerToken, reconnectDelayMs }: ClientLoadOptions) => {
  const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  for (const token of tokens)
    for (let i = 0; i < connectionsPerToken; i += 1) keepConnected(address, token, reconnectDelayMs);
  setInterval(() => process.send?.(stats), 20);
});

/** Opens one connection and reopens it after a random delay whenever it closes. */
function keepConnected(address: string, token: string, reconnectDelayMs: number): void {
  let last: number | undefined;

  function open(): void {
    const socket = new WebSocket(address);
    let connected = false;
    socket.onmessage = ({ data }) => {
      const frame = String(data);
      if (frame.startsWith('0')) socket.send(`40${JSON.stringify({ token, after: last })}`);
      if (frame === '2') socket.send('3');
      if (/^4[14]/.test(frame)) socket.close();
      if (!frame.startsWith('42')) return;
      const [event, payload] = JSON.parse(frame.slice(2));
      if (event === 'ready') {
        connected = true;
        stats.connected += 1;
      }
      checkOrder(event, payload?.seq);
    };
    socket.onclose = () => {
      if (connected) stats.connected -= 1;
      setTimeout(open, reconnectDelayMs * (0.5 + Math.random()));
    };
  }

  function checkOrder(event: string, seq: number | undefined): void {
    const expected = event === 'ready' ? last : (last ?? 0) + 1;
    if (last !== undefined && seq !== expected) stats.errors.push(`${event} ${seq} after ${last}`);
    if (event !== 'ready') stats.received += 1;
    last = seq;
  }

  open();
}
