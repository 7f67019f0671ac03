import { Migration } from '@mikro-orm/migrations';

export class Migration20261122181818_people extends Migration {
  override name = 'Migration20261122181818_people';

  override up(): void | Promise<void> {
    this.addSql(
      `create table \`invitations\` (\`id\` integer not null primary key autoincrement, \`email\` text null, \`token_hash\` text not null, \`invited_by_id\` integer null, \`created_at\` datetime not null, \`expires_at\` datetime not null, \`ended_at\` datetime null, constraint \`invitations_invited_by_id_foreign\` foreign key (\`invited_by_id\`) references \`users\` (\`id\`) on delete restrict);`,
    );
    this.addSql(`create unique index \`invitations_token_hash_unique\` on \`invitations\` (\`token_hash\`);`);
    this.addSql(`create index \`invitations_invited_by_id_index\` on \`invitations\` (\`invited_by_id\`);`);

    this.addSql(`alter table \`users\` add column \`active\` integer not null default true;`);

    this.addSql(`alter table \`sessions\` add column \`device\` text not null default '';`);
    this.addSql(`alter table \`sessions\` add column \`last_used_at\` datetime null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists \`invitations\`;`);

    this.addSql(`alter table \`sessions\` drop column \`device\`;`);
    this.addSql(`alter table \`sessions\` drop column \`last_used_at\`;`);

    this.addSql(`alter table \`users\` drop column \`active\`;`);
  }
}
