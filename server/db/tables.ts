import type { EventType } from '../../shared/events.ts';
import type { Priority } from '../../shared/ticket-list.ts';
import type { Role, Status } from '../../shared/workflow.ts';
import type { EventData } from '../entities/event.ts';

/** Epoch milliseconds, as SQLite keeps times. */
type Time = number;

/** The tables as rows, for reads that go to the wire without becoming entities. A test holds them to the schema. */
export type Tables = {
  users: {
    id: number;
    email: string;
    password_hash: string;
    name: string;
    role: Role;
    active: 0 | 1;
    created_at: Time;
  };
  tickets: {
    id: number;
    customer_id: number;
    agent_id: number | null;
    subject: string;
    description: string;
    status: Status;
    priority: Priority;
    version: number;
    created_at: Time;
    updated_at: Time;
    last_reply_at: Time | null;
    waiting_since: Time | null;
    preview: string;
    key: string | null;
    digest: string | null;
    rank: number;
    waiting_key: number;
  };
  replies: {
    id: string;
    ticket_id: number;
    user_id: number;
    position: number;
    content: string;
    internal: 0 | 1;
    created_at: Time;
    key: string | null;
    digest: string | null;
  };
  events: {
    seq: number;
    ticket_id: number;
    customer_id: number;
    customer_seq: number | null;
    type: EventType;
    actor_id: number;
    reply_id: string | null;
    data: string;
    created_at: Time;
  };
  sessions: {
    id: string;
    user_id: number;
    device: string;
    created_at: Time;
    last_used_at: Time | null;
    expires_at: Time;
    ended_at: Time | null;
  };
  refresh_tokens: { hash: string; session_id: string; used_at: Time | null };
  invitations: {
    id: number;
    email: string | null;
    token_hash: string;
    invited_by_id: number | null;
    created_at: Time;
    expires_at: Time;
    ended_at: Time | null;
  };
  thread_heads: { ticket_id: number; position: number; author_id: number; position_by_others: number };
  read_marks: { user_id: number; ticket_id: number; position: number };
  desk: { id: number; log: string; created_at: Time };
};
export type { EventData };
