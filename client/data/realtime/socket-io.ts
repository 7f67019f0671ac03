/** As much of Socket.IO's client as everybody needs, loaded after the sign-in. */
export { io, WebSocket } from 'socket.io-client';
