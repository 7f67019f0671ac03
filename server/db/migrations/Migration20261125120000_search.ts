import { Migration } from '@mikro-orm/migrations';

export class Migration20261125120000_search extends Migration {

  override name = 'Migration20261125120000_search';

  override async up(): Promise<void> {
    // Words arrive folded and separated by spaces: every other character belongs to a word.
    const tokenizer = `tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"`;
    await this.execute(`create virtual table search using fts5 (subject, text, scope, content = '', ${tokenizer}, prefix = '2 3')`);
    await this.execute(`create virtual table note_search using fts5 (text, content = '', ${tokenizer}, prefix = '2 3')`);
    // The next migration makes the index anew, and fills it and this column.
    await this.execute(`alter table users add column search_text text not null default ''`);
  }

}
