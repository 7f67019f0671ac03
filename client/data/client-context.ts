import { createContext, useContext } from 'solid-js';
import type { Client } from './create-client.ts';

/** Apart from its provider: the UI kit reads the client on pages that must not load the client's code. */
export const ClientContext = createContext<Client>();

/** The client of the signed-in user. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useClient() needs a <ClientProvider> above it.');
  return client;
}
