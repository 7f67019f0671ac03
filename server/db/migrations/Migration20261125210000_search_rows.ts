import { Migration } from '@mikro-orm/migrations';
import { searchText } from '../../../shared/search-text.ts';

/** Rows read at once: bounds the memory. */
const PAGE_ROWS = 500;
const PROGRESS_INTERVAL_MS = 5000;
/** As in `server/search/text-index.ts`. */
const POSITIONS = 2 ** 24;

export class Migration20261125210000_search_rows extends Migration {

  override name = 'Migration20261125210000_search_rows';

  override async up(): Promise<void> {
    await this.execute('drop table search');
    await this.execute('drop table note_search');
    // Words arrive folded and separated by spaces: every other character belongs to a word.
    const options = `content = '', columnsize = 0, prefix = '2', tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"`;
    await this.execute(`create virtual table search using fts5 (text, scope, ${options})`);
    await this.execute(`create virtual table note_search using fts5 (text, ${options})`);

    const progress = new Progress();
    await this.pages('select id, id as key, name, email from users where id > ? order by id', async (user) => {
      const words = ` ${searchText(`${user.name} ${user.email}`)} `;
      await this.execute('update users set search_text = ? where id = ?', [words, user.id]);
    });
    const index = async (id: number, text: string, customerId: number) =>
      this.execute('insert into search (rowid, text, scope) values (?, ?, ?)', [id, searchText(text), `c${customerId}`]);
    await this.pages('select id, id as key, customer_id, subject, description from tickets where id > ? order by id', async (ticket) => {
      await index(ticket.id * POSITIONS, ticket.subject, ticket.customer_id);
      await index(ticket.id * POSITIONS + 1, ticket.description, ticket.customer_id);
      progress.add();
    });
    const replies = `select r.rowid as key, r.ticket_id, r.position, r.content, r.internal, t.customer_id
      from replies r join tickets t on t.id = r.ticket_id where r.rowid > ? order by r.rowid`;
    await this.pages(replies, async (reply) => {
      const id = reply.ticket_id * POSITIONS + 1 + reply.position;
      if (reply.internal) await this.execute('insert into note_search (rowid, text) values (?, ?)', [id, searchText(reply.content)]);
      else await index(id, reply.content, reply.customer_id);
      progress.add();
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

/** Reports on standard error how many texts are indexed, if it takes long. */
class Progress {
  private done = 0;
  private next = Date.now() + PROGRESS_INTERVAL_MS;

  add(): void {
    this.done += 1;
    if (Date.now() < this.next) return;
    this.next = Date.now() + PROGRESS_INTERVAL_MS;
    process.stderr.write(`Indexing texts for search: ${this.done} done\n`);
  }
}
