import { Migration } from '@mikro-orm/migrations';

export class Migration20261125220000_thread_heads_index extends Migration {

  override name = 'Migration20261125220000_thread_heads_index';

  override up(): void {
    // No query reads it.
    this.addSql('drop index thread_heads_alone');
  }

}
