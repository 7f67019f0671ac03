import path from 'node:path';
import { Migrator } from '@mikro-orm/migrations';
import { Event } from '../entities/event.ts';
import { Installation } from '../entities/installation.ts';
import { Invitation } from '../entities/invitation.ts';
import { ReadMark } from '../entities/read-mark.ts';
import { Reply } from '../entities/reply.ts';
import { RefreshToken, Session } from '../entities/session.ts';
import { ThreadHead } from '../entities/thread-head.ts';
import { Ticket } from '../entities/ticket.ts';
import { User } from '../entities/user.ts';

/** What MikroORM needs on either engine. `folder` has the engine's migrations and their snapshot. */
export const optionsWith = (folder: string) => ({
  entities: [
    User,
    Session,
    RefreshToken,
    Invitation,
    Ticket,
    Reply,
    ThreadHead,
    Event,
    ReadMark,
    Installation,
  ],
  extensions: [Migrator],
  migrations: {
    path: path.join(import.meta.dirname, folder),
    glob: '*.ts',
    snapshotName: 'schema',
    snapshotOnMigrate: false,
    silent: true,
  },
  forceUtcTimezone: true,
});

export type SharedOptions = ReturnType<typeof optionsWith>;
