import { Migration } from '@mikro-orm/migrations';
import { searchText } from '../../../shared/search-text.ts';

/** Rows read at once: bounds the memory. */
const PAGE_ROWS = 500;

export class Migration20261125120000_search extends Migration {

  override name = 'Migration20261125120000_search';

  override async up(): Promise<void> {
    // Words arrive folded and separated by spaces: every other character belongs to a word.
    const tokenizer = `tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"`;
    await this.execute(`create virtual table search using fts5 (subject, text, scope, content = '', ${tokenizer}, prefix = '2 3')`);
    await this.execute(`create virtual table note_search using fts5 (text, content = '', ${tokenizer}, prefix = '2 3')`);
    await this.execute(`alter table users add column search_text text not null default ''`);

    // The next migration makes the index anew and fills it.
    await this.pages(`select id, id as key, name, email from users where id > ? order by id`, async (user) => {
      const words = ` ${searchText(`${user.name} ${user.email}`)} `;
      await this.execute('update users set search_text = ? where id = ?', [words, user.id]);
    });
  }

  /** Runs `work` for each row of a query that reads the rows after a key. */
  // biome-ignore lint/suspicious/noExplicitAny: the columns depend on the query.
  private async pages(query: string, work: (row: any) => Promise<void>): Promise<void> {
    for (let after = 0; ; ) {
      const page = await this.execute(`${query} limit ${PAGE_ROWS}`, [after]);
      for (const row of page) await work(row);
      const last = page.at(-1);
      if (!last) return;
      after = Number((last as { key: number }).key);
    }
  }

}
