const RING = 'M1.75 8a6.25 6.25 0 1 0 12.5 0a6.25 6.25 0 1 0-12.5 0';
const dot = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0-${2 * r} 0`;

/** SVG paths of every icon on a 16 × 16 grid: the stroked path, then the filled one. */
const ICONS = {
  open: [RING, dot(8, 8, 2.25)],
  in_progress: [RING, 'M8 4a4 4 0 0 1 0 8Z'],
  waiting_on_customer: [`${RING}M6.25 5.75v4.5M9.75 5.75v4.5`],
  resolved: [`${RING}m3.5.25 1.9 1.9 3.6-4`],
  reopened: ['M3 3.75v3.5h3.5M3.3 7.1a5.25 5.25 0 1 1-.1 2.4'],
  all: ['M2.5 4h11M2.5 8h11M2.5 12h7'],
  inbox: ['M2 9.5 4 3h8l2 6.5V13H2ZM2 9.5h3.5l1 1.5h3l1-1.5H14'],
  person: [`${dot(8, 5.25, 2.75)}M2.75 13.75a5.25 5.25 0 0 1 10.5 0`],
  people: [
    `${dot(6, 5.5, 2.25)}M1.75 13a4.25 4.25 0 0 1 8.5 0M10.5 3.4a2.25 2.25 0 0 1 0 4.2M11.75 9.1A4.25 4.25 0 0 1 14.25 13`,
  ],
  mail: [
    'M3.5 3.5h9A1.5 1.5 0 0 1 14 5v6a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11V5a1.5 1.5 0 0 1 1.5-1.5ZM2.25 4.75 8 9l5.75-4.25',
  ],
  search: [`${dot(7, 7, 4.5)}M10.5 10.5 14 14`],
  settings: [
    `M2 4.5h6.75M12.25 4.5H14M2 11.5h1.75M7.25 11.5H14${dot(10.5, 4.5, 1.75)}${dot(5.5, 11.5, 1.75)}`,
  ],
  lock: [
    'M4.5 7h7A1.5 1.5 0 0 1 13 8.5V12a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 12V8.5A1.5 1.5 0 0 1 4.5 7ZM5.25 7V5a2.75 2.75 0 0 1 5.5 0v2',
  ],
  send: ['M8 13V3.5M3.75 7.5 8 3.25l4.25 4.25'],
  plus: ['M8 3v10M3 8h10'],
  close: ['m4 4 8 8M12 4l-8 8'],
  check: ['m3 8.5 3.25 3.25L13 4.75'],
  back: ['M9.75 3.5 5.25 8l4.5 4.5'],
  next: ['M6.25 3.5 10.75 8l-4.5 4.5'],
  down: ['M4.25 6.25 8 10l3.75-3.75'],
  bottom: ['M8 3v9.5M3.75 8.5 8 12.75l4.25-4.25'],
  eye: [`M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z${dot(8, 8, 1.75)}`],
  pencil: ['m3 13 .6-2.9 7.2-7.2a1.2 1.2 0 0 1 1.7 0l.6.6a1.2 1.2 0 0 1 0 1.7l-7.2 7.2Z'],
  link: [
    'M6.75 9.25a2.75 2.75 0 0 0 3.9 0l2-2a2.75 2.75 0 0 0-3.9-3.9l-.75.75M9.25 6.75a2.75 2.75 0 0 0-3.9 0l-2 2a2.75 2.75 0 0 0 3.9 3.9l.75-.75',
  ],
  warning: ['M8 2.25 14.25 13H1.75ZM8 6.5v3M8 11.25v.01'],
  offline: [
    'm2 2.5 12 11M1.75 6.25A9.4 9.4 0 0 1 4.2 4.7M6.9 3.9a9.3 9.3 0 0 1 7.35 2.35M4.2 8.9a5.8 5.8 0 0 1 2.5-1.4M9.9 7.7a5.8 5.8 0 0 1 1.9 1.2M8 12v.01',
  ],
  clock: [`${RING}M8 4.5V8l2.25 1.5`],
  panel: [
    'M3.5 3h9A1.5 1.5 0 0 1 14 4.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 11.5v-7A1.5 1.5 0 0 1 3.5 3ZM10 3v10',
  ],
  logout: ['M6.5 13.5h-3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h3M10.5 11l3-3-3-3M13.5 8h-7'],
  more: ['', dot(3.5, 8, 1.1) + dot(8, 8, 1.1) + dot(12.5, 8, 1.1)],
  filter: ['M2.5 4h11M4.5 8h7M6.5 12h3'],
  reply: ['M6.5 3.75 2.75 7.5l3.75 3.75M3 7.5h6.25A4 4 0 0 1 13.25 11.5v1'],
  bold: ['M4.75 3h3.5a2.4 2.4 0 0 1 0 4.8h-3.5ZM4.75 7.8h4.1a2.6 2.6 0 0 1 0 5.2h-4.1Z'],
  code: ['M5.5 4.25 1.75 8l3.75 3.75M10.5 4.25 14.25 8l-3.75 3.75'],
  bullets: ['M6.25 4h7.25M6.25 8h7.25M6.25 12h7.25', dot(3, 4, 1) + dot(3, 8, 1) + dot(3, 12, 1)],
  copy: [
    'M6.5 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1ZM3.5 10.5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1',
  ],
  sort: ['M5 3v10M2.5 10.5 5 13l2.5-2.5M11 13V3M8.5 5.5 11 3l2.5 2.5'],
  dot: ['', dot(8, 8, 2.5)],
} as const satisfies Record<string, readonly [string, string?]>;

export type IconName = keyof typeof ICONS;

/** An icon next to its text, hidden from screen readers. */
export function Icon(props: { name: IconName; class?: string | undefined }) {
  const paths = (): readonly [string, string?] => ICONS[props.name];
  return (
    <svg class={`icon ${props.class ?? ''}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths()[0]} />
      <path class="filled" d={paths()[1] ?? ''} />
    </svg>
  );
}
