import { useClient } from '../client-context.ts';
import { type Commands, createCommands } from '../tickets/ticket-commands.ts';

/** The ticket commands, for components. */
export const useCommands = (): Commands => useClient().use(createCommands);
