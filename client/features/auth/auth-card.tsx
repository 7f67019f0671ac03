import { useLocation } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { PageTitle } from '../../ui/page-title.tsx';

/** The card layout of the pages without a session. */
export function AuthCard(props: {
  title: string;
  lead: string;
  children: JSX.Element;
  alternative: JSX.Element;
}) {
  return (
    <main class="auth-page">
      <div class="card auth-card">
        <p class="brand">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Helpdesk
        </p>
        <PageTitle title={props.title} />
        <p class="muted">{props.lead}</p>
        {props.children}
      </div>
      <p class="auth-alternative">{props.alternative}</p>
      <p class="auth-docs-link">
        <a href="/docs" target="_self" rel="external">
          API documentation
        </a>
      </p>
    </main>
  );
}

/** A link between sign-in and registration that keeps `?next=`. */
export function LinkKeepingReturnPath(props: { href: string; children: JSX.Element }) {
  const location = useLocation();
  return <a href={props.href + location.search}>{props.children}</a>;
}
