import { useLocation, useNavigate } from '@solidjs/router';
import { PRIORITIES, type Priority, type Status } from '../../../shared/vocabulary.ts';
import { allowedStatuses } from '../../../shared/workflow.ts';
import { useClient } from '../../data/client-context.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { priorityLabel } from '../../features/tickets/priority.tsx';
import { statusLabel } from '../../features/tickets/status.tsx';
import { useTicketActions } from '../../features/tickets/ticket-actions.ts';
import { ticketPath } from '../../paths.ts';
import { copyText } from '../../ui/clipboard.ts';
import { isolate } from '../../ui/isolate.ts';
import { useToasts } from '../../ui/overlays/toasts.tsx';
import { activeShortcuts, runShortcut, type ShortcutName } from '../../ui/shortcuts/shortcuts.ts';
import type { Command } from './match-commands.ts';

type Draft = Omit<Command, 'group'>;

const PRIORITY_KEYWORDS: Record<Priority, string> = {
  low: 'minor change',
  medium: 'normal change',
  high: 'urgent important change',
};
const STATUS_KEYWORDS: Partial<Record<Status, string>> = {
  in_progress: 'start begin resume work change move',
  waiting_on_customer: 'wait pending hold change move',
  reopened: 'reopen still a problem change move',
};

/** Call it in a component; the result lists the actions on the open ticket for this role, none without an open ticket. */
export function createTicketCommands(): () => Command[] {
  const client = useClient();
  const location = useLocation();
  const commandsOf = client.me.role === 'agent' ? createAgentCommands() : createCustomerCommands();
  return () => {
    const id = /^\/(?:queue|tickets)\/(\d+)/.exec(location.pathname)?.[1];
    const ticket = id === undefined ? undefined : client.ticket(Number(id));
    return ticket ? commandsOf(ticket).map((draft) => ({ ...draft, group: 'This ticket' })) : [];
  };
}

function createAgentCommands() {
  const client = useClient();
  const navigate = useNavigate();
  const actions = useTicketActions();
  const copyLink = createCopyLink();
  return (ticket: ClientTicket): Draft[] => {
    const { agent, customer, status } = ticket;
    const isMine = agent?.id === client.me.id;
    const takeLabel = agent ? `Take over from ${isolate(agent.name)}` : 'Assign to me';
    return [
      ...shortcut('reply', 'Reply', 'send', 'answer respond message write'),
      ...shortcut('note', 'Add internal note', 'lock', 'comment private write'),
      ...(isMine ? [] : shortcut('assign', takeLabel, 'person', 'assign to me take claim own')),
      ...(status === 'resolved'
        ? []
        : shortcut('resolve', 'Resolve', 'resolved', 'close solve done complete finish status')),
      ...allowedStatuses('agent', status)
        .filter((to) => to !== 'resolved')
        .map((to) => ({
          key: `status ${to}`,
          label: `Set status: ${statusLabel(to)}`,
          keywords: STATUS_KEYWORDS[to],
          icon: to,
          run: () => void actions.move(ticket, to),
        })),
      ...[...PRIORITIES].reverse().map((priority) => ({
        key: `priority ${priority}`,
        label: `Set priority: ${priorityLabel(priority)}`,
        keywords: PRIORITY_KEYWORDS[priority],
        hint: priority === ticket.priority ? 'Current' : undefined,
        icon: priority,
        run: () => void actions.setPriority(ticket, priority),
      })),
      ...shortcut('unread', 'Mark unread', 'mail', 'unseen new'),
      copyLink(ticket),
      ...(isMine
        ? [
            {
              key: 'release',
              label: 'Release',
              keywords: 'unassign drop give back',
              icon: 'logout' as const,
              run: () => void actions.release(ticket),
            },
          ]
        : []),
      {
        key: 'customer',
        label: `All tickets of ${isolate(customer.name)}`,
        keywords: 'customer other show',
        icon: 'people',
        run: () => navigate(`/queue?view=all&customer=${customer.id}`),
      },
      ...shortcut('newest', 'Go to newest message', 'bottom', 'last latest bottom scroll end'),
      ...shortcut('nextRow', 'Next ticket', 'next', 'forward down'),
      ...shortcut('previousRow', 'Previous ticket', 'back', 'up'),
      ...shortcut('back', 'Back to the list', 'back', 'close leave queue'),
    ];
  };
}

function createCustomerCommands() {
  const actions = useTicketActions();
  const copyLink = createCopyLink();
  return (ticket: ClientTicket): Draft[] => [
    ...shortcut('reply', 'Reply', 'send', 'answer respond message write'),
    ...allowedStatuses('customer', ticket.status).map((to) => ({
      key: `status ${to}`,
      label: 'Reopen',
      keywords: STATUS_KEYWORDS[to],
      icon: to,
      run: () => void actions.move(ticket, to),
    })),
    copyLink(ticket),
    ...shortcut('newest', 'Go to newest message', 'bottom', 'last latest bottom scroll end'),
  ];
}

/** The command of a shortcut, if the page has a handler for it. */
export function shortcut(name: ShortcutName, label: string, icon: Command['icon'], keywords = ''): Draft[] {
  const isActive = activeShortcuts().some((entry) => entry.name === name);
  return isActive ? [{ key: name, label, keywords, icon, shortcut: name, run: () => runShortcut(name) }] : [];
}

function createCopyLink() {
  const client = useClient();
  const toasts = useToasts();
  return ({ id }: ClientTicket): Draft => ({
    key: 'copyLink',
    label: 'Copy link',
    keywords: 'url address share number',
    icon: 'link',
    run: async () => {
      const isCopied = await copyText(location.origin + ticketPath(client.me.role, id));
      if (isCopied) toasts.show(`Link to #${id} copied`);
      else toasts.showError('The link could not be copied');
    },
  });
}
