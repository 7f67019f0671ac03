import { useClient } from '../client-context.ts';
import { createDrafts, type Drafts } from '../drafts/drafts.ts';

/** The user's drafts, for components. */
export const useDrafts = (): Drafts => useClient().use(createDrafts);
