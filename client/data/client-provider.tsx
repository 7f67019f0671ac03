import type { ParentProps } from 'solid-js';
import type { User } from '../../shared/schemas.ts';
import { ClientContext } from './client-context.ts';
import { createClient } from './create-client.ts';
import { useSession } from './session/session-context.ts';

/** Creates the client of this user. Render a new provider for each user id: no data of the previous user may remain. */
export function ClientProvider(props: ParentProps<{ user: User }>) {
  const client = createClient(useSession(), props.user);
  return <ClientContext.Provider value={client}>{props.children}</ClientContext.Provider>;
}
