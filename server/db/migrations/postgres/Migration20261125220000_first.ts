import { Migration } from '@mikro-orm/migrations';

export class Migration20261125220000_first extends Migration {

  override name = 'Migration20261125220000_first';

  override up(): void | Promise<void> {
    this.addSql('set local statement_timeout = 0; set local lock_timeout = 0');
    this.addSql(`create table "desk" ("id" bigint not null, "log" text not null, "created_at" bigint not null, primary key ("id"));`);

    this.addSql(`create table "users" ("id" bigserial primary key, "email" text not null, "password_hash" text not null, "name" text not null, "role" text not null, "active" smallint not null default 1, "created_at" bigint not null, "search_text" text not null default '');`);
    this.addSql(`alter table "users" add constraint "users_email_unique" unique ("email");`);
    this.addSql(`alter table "users" add constraint "users_role" check (role in ('customer', 'agent'));`);

    this.addSql(`create table "tickets" ("id" bigserial primary key, "customer_id" bigint not null, "agent_id" bigint null, "subject" text not null, "description" text not null, "status" text not null, "priority" text not null, "version" bigint not null default 1, "created_at" bigint not null, "updated_at" bigint not null, "last_reply_at" bigint null, "waiting_since" bigint null, "preview" text not null, "key" text null, "digest" text null, "rank" bigint generated always as (case priority when 'high' then 2 when 'medium' then 1 else 0 end) stored not null, "waiting_key" bigint generated always as (coalesce(waiting_since, 253402300799999)) stored not null);`);
    this.addSql(`create index "tickets_status_rank" on "tickets" ("status", "rank");`);
    this.addSql(`create index "tickets_status_rank_updated" on "tickets" ("status", "rank", "updated_at");`);
    this.addSql(`create index "tickets_status_rank_created" on "tickets" ("status", "rank", "created_at");`);
    this.addSql(`create index "tickets_status_rank_waiting" on "tickets" ("status", "rank", "waiting_key", "id" DESC);`);
    this.addSql(`create index "tickets_agent_status_rank" on "tickets" ("agent_id", "status", "rank");`);
    this.addSql(`create index "tickets_agent_updated" on "tickets" ("agent_id", "status", "rank", "updated_at");`);
    this.addSql(`create index "tickets_agent_created" on "tickets" ("agent_id", "status", "rank", "created_at");`);
    this.addSql(`create index "tickets_agent_waiting" on "tickets" ("agent_id", "status", "rank", "waiting_key", "id" DESC);`);
    this.addSql(`create index "tickets_customer_updated" on "tickets" ("customer_id", "updated_at");`);
    this.addSql(`alter table "tickets" add constraint "tickets_customer_key" unique ("customer_id", "key");`);
    this.addSql(`alter table "tickets" add constraint "tickets_status" check (status in ('open', 'in_progress', 'waiting_on_customer', 'resolved', 'reopened'));`);
    this.addSql(`alter table "tickets" add constraint "tickets_priority" check (priority in ('low', 'medium', 'high'));`);

    this.addSql(`create table "thread_heads" ("ticket_id" bigint not null, "position" bigint not null, "author_id" bigint not null, "position_by_others" bigint not null, primary key ("ticket_id"));`);

    this.addSql(`create table "sessions" ("id" text not null, "user_id" bigint not null, "device" text not null default '', "created_at" bigint not null, "last_used_at" bigint null, "expires_at" bigint not null, "ended_at" bigint null, primary key ("id"));`);
    this.addSql(`create index "sessions_user_id_index" on "sessions" ("user_id");`);

    this.addSql(`create table "refresh_tokens" ("hash" text not null, "session_id" text not null, "used_at" bigint null, primary key ("hash"));`);
    this.addSql(`create index "refresh_tokens_session_id_index" on "refresh_tokens" ("session_id");`);

    this.addSql(`create table "replies" ("id" text not null, "ticket_id" bigint not null, "user_id" bigint not null, "position" bigint not null, "content" text not null, "internal" smallint not null, "created_at" bigint not null, "key" text null, "digest" text null, primary key ("id"));`);
    this.addSql(`create index "replies_unread" on "replies" ("ticket_id", "position", "user_id", "internal");`);
    this.addSql(`alter table "replies" add constraint "replies_ticket_position" unique ("ticket_id", "position");`);
    this.addSql(`alter table "replies" add constraint "replies_author_key" unique ("user_id", "key");`);

    this.addSql(`create table "read_marks" ("user_id" bigint not null, "ticket_id" bigint not null, "position" bigint not null, primary key ("user_id", "ticket_id"));`);
    this.addSql(`create index "read_marks_user_position" on "read_marks" ("user_id", "ticket_id", "position");`);

    this.addSql(`create table "invitations" ("id" bigserial primary key, "email" text null, "token_hash" text not null, "invited_by_id" bigint null, "created_at" bigint not null, "expires_at" bigint not null, "ended_at" bigint null);`);
    this.addSql(`alter table "invitations" add constraint "invitations_token_hash_unique" unique ("token_hash");`);

    this.addSql(`create table "events" ("seq" bigint not null, "ticket_id" bigint not null, "customer_id" bigint not null, "customer_seq" bigint null, "type" text not null, "actor_id" bigint not null, "reply_id" text null, "data" text not null, "created_at" bigint not null, "data_version" bigint not null default 1, primary key ("seq"));`);
    this.addSql(`create index "events_ticket_id_index" on "events" ("ticket_id");`);
    this.addSql(`alter table "events" add constraint "events_customer_seq" unique ("customer_id", "customer_seq");`);

    this.addSql(`alter table "tickets" add constraint "tickets_customer_id_foreign" foreign key ("customer_id") references "users" ("id") on delete restrict;`);
    this.addSql(`alter table "tickets" add constraint "tickets_agent_id_foreign" foreign key ("agent_id") references "users" ("id") on delete restrict;`);

    this.addSql(`alter table "thread_heads" add constraint "thread_heads_ticket_id_foreign" foreign key ("ticket_id") references "tickets" ("id") on update cascade on delete restrict;`);
    this.addSql(`alter table "thread_heads" add constraint "thread_heads_author_id_foreign" foreign key ("author_id") references "users" ("id") on delete restrict;`);

    this.addSql(`alter table "sessions" add constraint "sessions_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete restrict;`);

    this.addSql(`alter table "refresh_tokens" add constraint "refresh_tokens_session_id_foreign" foreign key ("session_id") references "sessions" ("id") on delete restrict;`);

    this.addSql(`alter table "replies" add constraint "replies_ticket_id_foreign" foreign key ("ticket_id") references "tickets" ("id") on delete restrict;`);
    this.addSql(`alter table "replies" add constraint "replies_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete restrict;`);

    this.addSql(`alter table "read_marks" add constraint "read_marks_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete restrict;`);
    this.addSql(`alter table "read_marks" add constraint "read_marks_ticket_id_foreign" foreign key ("ticket_id") references "tickets" ("id") on update cascade on delete restrict;`);

    this.addSql(`alter table "invitations" add constraint "invitations_invited_by_id_foreign" foreign key ("invited_by_id") references "users" ("id") on delete restrict;`);

    this.addSql(`alter table "events" add constraint "events_ticket_id_foreign" foreign key ("ticket_id") references "tickets" ("id") on delete restrict;`);
    this.addSql(`alter table "events" add constraint "events_customer_id_foreign" foreign key ("customer_id") references "users" ("id") on delete restrict;`);
    this.addSql(`alter table "events" add constraint "events_actor_id_foreign" foreign key ("actor_id") references "users" ("id") on delete restrict;`);
    this.addSql(`alter table "events" add constraint "events_reply_id_foreign" foreign key ("reply_id") references "replies" ("id") on delete restrict;`);

    // Of rate-limiter-flexible, see `server/limits/shared-counter.ts`.
    this.addSql('create table rate_limits (key text primary key, points integer not null default 0, expire bigint)');

    // The full-text index, see `server/search/text-index.ts`. The server inserts the words, so no dictionary changes them.
    for (const table of ['search', 'note_search']) {
      this.addSql(`create table "${table}" ("rowid" bigint primary key, "words" text not null, "lexemes" tsvector not null)`);
      this.addSql(`create index "${table}_lexemes" on "${table}" using gin ("lexemes") with (fastupdate = off)`);
    }
  }

}
