import { useClient } from '../client-context.tsx';
import { createDrafts, type Drafts } from '../drafts/drafts.ts';

/** The user's drafts, for components. */
export const useDrafts = (): Drafts => useClient().use(createDrafts);
