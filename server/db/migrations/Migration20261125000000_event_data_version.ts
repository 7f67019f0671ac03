import { Migration } from '@mikro-orm/migrations';

export class Migration20261125000000_event_data_version extends Migration {

  override name = 'Migration20261125000000_event_data_version';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`events\` add column \`data_version\` integer not null default 1;`);
  }

}
