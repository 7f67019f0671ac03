/** Endpoint name -> "METHOD /path": plain strings, so that the browser can import them without zod. */
export const paths = {
  register: 'POST /api/auth/register',
  login: 'POST /api/auth/login',
  refresh: 'POST /api/auth/refresh',
  logout: 'POST /api/auth/logout',
  me: 'GET /api/auth/me',
  createTicket: 'POST /api/tickets',
  listTickets: 'GET /api/tickets',
  countTickets: 'GET /api/tickets/counts',
  showTicket: 'GET /api/tickets/:id',
  listReplies: 'GET /api/tickets/:id/replies',
  changeTicket: 'PATCH /api/tickets/:id',
  assignTicket: 'POST /api/tickets/:id/assign',
  releaseTicket: 'DELETE /api/tickets/:id/assign',
  addReply: 'POST /api/tickets/:id/replies',
  showHistory: 'GET /api/tickets/:id/events',
  listEvents: 'GET /api/events',
  markRead: 'PUT /api/tickets/:id/read',
  showDesk: 'GET /api/desk',
  live: 'GET /healthz',
  ready: 'GET /readyz',
} as const;

export type EndpointName = keyof typeof paths;
