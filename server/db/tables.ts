import type { InferKyselyDB } from '@mikro-orm/sql';
import type { Selectable, Selection } from 'kysely';
import type { EventSchema } from '../entities/event.ts';
import type { InstallationSchema } from '../entities/installation.ts';
import type { InvitationSchema } from '../entities/invitation.ts';
import type { ReadMarkSchema } from '../entities/read-mark.ts';
import type { ReplySchema } from '../entities/reply.ts';
import type { RefreshTokenSchema, SessionSchema } from '../entities/session.ts';
import type { ThreadHeadSchema } from '../entities/thread-head.ts';
import type { TicketSchema } from '../entities/ticket.ts';
import type { UserSchema } from '../entities/user.ts';

type Database = InferKyselyDB<
  | typeof EventSchema
  | typeof InstallationSchema
  | typeof InvitationSchema
  | typeof ReadMarkSchema
  | typeof RefreshTokenSchema
  | typeof ReplySchema
  | typeof SessionSchema
  | typeof ThreadHeadSchema
  | typeof TicketSchema
  | typeof UserSchema
>;

/** An entity's value as SQLite stores it: times as epoch milliseconds, booleans as 0 or 1, objects as JSON text. */
type Stored<T> = T extends Date
  ? number
  : T extends boolean
    ? 0 | 1
    : T extends string
      ? T
      : T extends number
        ? number
        : T extends null
          ? null
          : string;

/** Every table's row, derived from the entities: for reads that need no entities. A test compares them to the schema. */
export type Tables = {
  [T in keyof Database]: { [C in keyof Selectable<Database[T]>]: Stored<Selectable<Database[T]>[C]> };
};

/** The row that selecting `Columns` returns. `Sources` names the table behind each alias of the query. */
export type RowOf<Sources, Columns extends readonly string[]> = Selection<
  Sources,
  keyof Sources,
  Columns[number]
>;

/** A table on the right side of a left join. */
export type Joined<Row> = { [C in keyof Row]: Row[C] | null };
