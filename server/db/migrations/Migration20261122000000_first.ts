import { Migration } from '@mikro-orm/migrations';

export class Migration20261122000000_first extends Migration {

  override name = 'Migration20261122000000_first';

  override up(): void | Promise<void> {
    this.addSql(`create table \`desk\` (\`id\` integer not null primary key, \`log\` text not null, \`created_at\` datetime not null);`);

    this.addSql(`create table \`users\` (\`id\` integer not null primary key autoincrement, \`email\` text not null, \`password_hash\` text not null, \`name\` text not null, \`role\` text not null, \`active\` integer not null default true, \`created_at\` datetime not null, constraint \`users_role\` check (role in ('customer', 'agent')));`);
    this.addSql(`create unique index \`users_email_unique\` on \`users\` (\`email\`);`);

    this.addSql(`create table \`tickets\` (\`id\` integer not null primary key autoincrement, \`customer_id\` integer not null, \`agent_id\` integer null, \`subject\` text not null, \`description\` text not null, \`status\` text not null, \`priority\` text not null, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, \`last_reply_at\` datetime null, \`waiting_since\` datetime null, \`preview\` text not null, \`key\` text null, \`digest\` text null, \`rank\` integer generated always as (case priority when 'high' then 2 when 'medium' then 1 else 0 end) stored, \`waiting_key\` bigint generated always as (coalesce(waiting_since, 253402300799999)) stored, constraint \`tickets_customer_id_foreign\` foreign key (\`customer_id\`) references \`users\` (\`id\`) on delete restrict, constraint \`tickets_agent_id_foreign\` foreign key (\`agent_id\`) references \`users\` (\`id\`) on delete restrict, constraint \`tickets_status\` check (status in ('open', 'in_progress', 'waiting_on_customer', 'resolved', 'reopened')), constraint \`tickets_priority\` check (priority in ('low', 'medium', 'high')));`);
    this.addSql(`create index \`tickets_status_rank\` on \`tickets\` (\`status\`, \`rank\`);`);
    this.addSql(`create index \`tickets_status_rank_updated\` on \`tickets\` (\`status\`, \`rank\`, \`updated_at\`);`);
    this.addSql(`create index \`tickets_status_rank_created\` on \`tickets\` (\`status\`, \`rank\`, \`created_at\`);`);
    this.addSql(`create index \`tickets_status_rank_waiting\` on \`tickets\` (\`status\`, \`rank\`, \`waiting_key\`, \`id\` DESC);`);
    this.addSql(`create index \`tickets_agent_status_rank\` on \`tickets\` (\`agent_id\`, \`status\`, \`rank\`);`);
    this.addSql(`create index \`tickets_agent_updated\` on \`tickets\` (\`agent_id\`, \`status\`, \`rank\`, \`updated_at\`);`);
    this.addSql(`create index \`tickets_agent_created\` on \`tickets\` (\`agent_id\`, \`status\`, \`rank\`, \`created_at\`);`);
    this.addSql(`create index \`tickets_agent_waiting\` on \`tickets\` (\`agent_id\`, \`status\`, \`rank\`, \`waiting_key\`, \`id\` DESC);`);
    this.addSql(`create index \`tickets_customer_updated\` on \`tickets\` (\`customer_id\`, \`updated_at\`);`);
    this.addSql(`create unique index \`tickets_customer_key\` on \`tickets\` (\`customer_id\`, \`key\`);`);

    this.addSql(`create table \`thread_heads\` (\`ticket_id\` integer not null primary key, \`position\` integer not null, \`author_id\` integer not null, \`position_by_others\` integer not null, constraint \`thread_heads_ticket_id_foreign\` foreign key (\`ticket_id\`) references \`tickets\` (\`id\`) on update cascade on delete restrict, constraint \`thread_heads_author_id_foreign\` foreign key (\`author_id\`) references \`users\` (\`id\`) on delete restrict);`);
    this.addSql(`create index \`thread_heads_alone\` on \`thread_heads\` (\`author_id\`, \`position_by_others\`);`);

    this.addSql(`create table \`sessions\` (\`id\` text not null primary key, \`user_id\` integer not null, \`device\` text not null default '', \`created_at\` datetime not null, \`last_used_at\` datetime null, \`expires_at\` datetime not null, \`ended_at\` datetime null, constraint \`sessions_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete restrict);`);
    this.addSql(`create index \`sessions_user_id_index\` on \`sessions\` (\`user_id\`);`);

    this.addSql(`create table \`refresh_tokens\` (\`hash\` text not null primary key, \`session_id\` text not null, \`used_at\` datetime null, constraint \`refresh_tokens_session_id_foreign\` foreign key (\`session_id\`) references \`sessions\` (\`id\`) on delete restrict);`);
    this.addSql(`create index \`refresh_tokens_session_id_index\` on \`refresh_tokens\` (\`session_id\`);`);

    this.addSql(`create table \`replies\` (\`id\` text not null primary key, \`ticket_id\` integer not null, \`user_id\` integer not null, \`position\` integer not null, \`content\` text not null, \`internal\` integer not null, \`created_at\` datetime not null, \`key\` text null, \`digest\` text null, constraint \`replies_ticket_id_foreign\` foreign key (\`ticket_id\`) references \`tickets\` (\`id\`) on delete restrict, constraint \`replies_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on delete restrict);`);
    this.addSql(`create index \`replies_unread\` on \`replies\` (\`ticket_id\`, \`position\`, \`user_id\`, \`internal\`);`);
    this.addSql(`create unique index \`replies_ticket_position\` on \`replies\` (\`ticket_id\`, \`position\`);`);
    this.addSql(`create unique index \`replies_author_key\` on \`replies\` (\`user_id\`, \`key\`);`);

    this.addSql(`create table \`read_marks\` (\`user_id\` integer not null, \`ticket_id\` integer not null, \`position\` integer not null, primary key (\`user_id\`, \`ticket_id\`), constraint \`read_marks_user_id_foreign\` foreign key (\`user_id\`) references \`users\` (\`id\`) on update cascade on delete restrict, constraint \`read_marks_ticket_id_foreign\` foreign key (\`ticket_id\`) references \`tickets\` (\`id\`) on update cascade on delete restrict);`);
    this.addSql(`create index \`read_marks_user_position\` on \`read_marks\` (\`user_id\`, \`ticket_id\`, \`position\`);`);

    this.addSql(`create table \`invitations\` (\`id\` integer not null primary key autoincrement, \`email\` text null, \`token_hash\` text not null, \`invited_by_id\` integer null, \`created_at\` datetime not null, \`expires_at\` datetime not null, \`ended_at\` datetime null, constraint \`invitations_invited_by_id_foreign\` foreign key (\`invited_by_id\`) references \`users\` (\`id\`) on delete restrict);`);
    this.addSql(`create unique index \`invitations_token_hash_unique\` on \`invitations\` (\`token_hash\`);`);
    this.addSql(`create index \`invitations_invited_by_id_index\` on \`invitations\` (\`invited_by_id\`);`);

    this.addSql(`create table \`events\` (\`seq\` integer not null primary key, \`ticket_id\` integer not null, \`customer_id\` integer not null, \`customer_seq\` integer null, \`type\` text not null, \`actor_id\` integer not null, \`reply_id\` text null, \`data\` json not null, \`created_at\` datetime not null, constraint \`events_ticket_id_foreign\` foreign key (\`ticket_id\`) references \`tickets\` (\`id\`) on delete restrict, constraint \`events_customer_id_foreign\` foreign key (\`customer_id\`) references \`users\` (\`id\`) on delete restrict, constraint \`events_actor_id_foreign\` foreign key (\`actor_id\`) references \`users\` (\`id\`) on delete restrict, constraint \`events_reply_id_foreign\` foreign key (\`reply_id\`) references \`replies\` (\`id\`) on delete restrict);`);
    this.addSql(`create index \`events_ticket_id_index\` on \`events\` (\`ticket_id\`);`);
    this.addSql(`create unique index \`events_customer_seq\` on \`events\` (\`customer_id\`, \`customer_seq\`);`);
  }

}
