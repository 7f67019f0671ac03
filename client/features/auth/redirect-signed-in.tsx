import { useNavigate, useSearchParams } from '@solidjs/router';
import { createEffect } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { safeReturnPath } from '../../paths.ts';

/** Redirects signed-in users to the return path, also after a sign-in in another tab. */
export function RedirectSignedIn() {
  const session = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  createEffect(() => {
    const user = session.user();
    if (user) navigate(safeReturnPath(search.next, user.role), { replace: true });
  });
  return null;
}
