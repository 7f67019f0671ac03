import type { ParentProps } from 'solid-js';
import type { User } from '../../shared/schemas.ts';
import { ClientContext } from './client-context.ts';
import { createClient } from './create-client.ts';
import { useSession } from './session/session-context.ts';

/** Creates the client of this user. Key it by the user's id, so that the next user starts with nothing. */
export function ClientProvider(props: ParentProps<{ user: User }>) {
  const client = createClient(useSession(), props.user);
  return <ClientContext.Provider value={client}>{props.children}</ClientContext.Provider>;
}
