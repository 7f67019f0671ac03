/** For networks that let no WebSocket through, and loaded only there. */
export { XHR as Polling } from 'socket.io-client';
