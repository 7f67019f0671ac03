import { createContext, type ParentProps, useContext } from 'solid-js';
import type { User } from '../../shared/schemas.ts';
import { type Client, createClient } from './create-client.ts';
import { useSession } from './session/session-context.ts';

const ClientContext = createContext<Client>();

/** Creates the client of this user. Key it by the user's id, so that the next user starts with nothing. */
export function ClientProvider(props: ParentProps<{ user: User }>) {
  const client = createClient(useSession(), props.user);
  return <ClientContext.Provider value={client}>{props.children}</ClientContext.Provider>;
}

/** The client of the signed-in user. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useClient() needs a <ClientProvider> above it.');
  return client;
}
