import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  createReply,
  createTicket,
  type TestApp,
  type TestUser,
  waitFor,
} from '../../server/testing/test-app.ts';
import { findHorizontalOverflow, test } from './support/fixtures.ts';

/** Texts that would execute, style or navigate if they were interpreted as markup. */
const MARKUP = [
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'-alert(1)-'",
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<a href="javascript:alert(1)">press</a>',
  '[press](javascript:alert(1))',
  '[press](JaVaScRiPt:alert(1))',
  '[press](java\tscript:alert(1))',
  '[press](data:text/html,<script>alert(1)</script>)',
  '[press](vbscript:msgbox(1))',
  '![x](javascript:alert(1))',
  '<style>*{display:none!important}</style>',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<base href=https://evil.example/>',
  '<form action=https://evil.example><button>press',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '{{constructor.constructor("alert(1)")()}}',
  '#{alert(1)} <%= alert(1) %>',
  '</textarea><img src=x onerror=alert(1)>',
  '</title><img src=x onerror=alert(1)>',
  '&lt;img src=x onerror=alert(1)&gt;',
  '`<img src=x onerror=alert(1)>`',
  '**<b onmouseover=alert(1)>bold</b>**',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)>',
  '<x onclick=alert(1)>press',
  '%3Cimg%20src=x%20onerror=alert(1)%3E',
  '<body onload=alert(1)>',
  '<input autofocus onfocus=alert(1)>',
  '<select autofocus onfocus=alert(1)><option>1',
  '<audio src=x onerror=alert(1)>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<template><script>alert(1)</script></template>',
  '<div style="background:url(javascript:alert(1))">',
  '<div style="position:fixed;inset:0;z-index:9999">over all',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<<img src=x onerror=alert(1)>>',
  '<img src=x onerror=alert(1)//',
  '<IMG SRC=x ONERROR=alert(1)>',
  '<img/src=x/onerror=alert(1)>',
  '<img src=`x` onerror=alert(1)>',
  '<svg><a xlink:href="javascript:alert(1)"><text>press</text></a></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x></svg>',
  '<svg><foreignObject><iframe onload=alert(1)></iframe></foreignObject></svg>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<marquee onstart=alert(1)>press</marquee>',
  '<a href="https://evil.example" target=_blank>press</a>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[><img src=x onerror=alert(1)>]]>',
  '\\u003cimg src=x onerror=alert(1)\\u003e',
  '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  '<svg><set attributeName=onload to=alert(1)>',
  '<https://evil.example/"onmouseover=alert(1)>',
  'https://evil.example/"><img src=x onerror=alert(1)>',
];
/** Two texts per reply, because a thread loads its latest 50 replies only. */
const REPLIES = MARKUP.flatMap((text, i) => (i % 2 ? [`${MARKUP[i - 1]}\n\n${text}`] : []));
/** Texts that stress the parser or the layout. */
const HEAVY = [
  '>'.repeat(3000),
  '['.repeat(20_000),
  'm'.repeat(10_000),
  '`'.repeat(19_999),
  'https://a.example/'.repeat(1000),
  '- '.repeat(5000),
  '\u202eexe.gpj\u202c يمين إلى اليسار '.repeat(200),
  '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(1000),
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢'.repeat(300),
];

/** Gives the user this name. */
async function rename(app: TestApp, caller: TestUser, name: string): Promise<TestUser> {
  await app.sql('update users set name = ? where id = ?', [name, caller.user.id]);
  return caller;
}

/** The visible text of each entry of the thread. */
const entryTexts = (page: Page) => page.locator('.entry .markdown').allInnerTexts();
const withoutMarks = (text: string) => text.replace(/[\s*`]+/g, '');

test('markup in any field of a ticket is shown as text to agent and customer', async ({ app, open }) => {
  const ada = await rename(app, await app.createUser('agent'), '<img src=x onerror=alert(1)>');
  const carl = await rename(app, await app.createUser('customer'), '"><svg onload=alert(1)>');
  const subject = '<img src=x onerror=alert(1)>{{1+1}}</title>';
  const ticket = await createTicket(carl, { subject, description: MARKUP.join('\n\n') });
  const agent = await open(ada, '/queue');
  const customer = await open(carl, `/tickets/${ticket.id}`);
  await agent.locator('a.row', { hasText: subject }).click();
  await agent.getByRole('button', { name: 'Assign to me' }).click();
  await agent.getByText(`#${ticket.id} is assigned to you`).first().waitFor();
  for (const text of REPLIES) await createReply(ada, ticket, text);
  for (const page of [agent, customer]) {
    await page.getByRole('heading', { name: subject }).waitFor();
    await waitFor(async () => (await entryTexts(page)).length === REPLIES.length + 1);
    expect((await entryTexts(page)).slice(1).map(withoutMarks)).toEqual(REPLIES.map(withoutMarks));
    expect(await page.title()).toContain(subject);
    const injected = page.locator(
      '.markdown :is(img, svg, script, iframe, style, link, base, form, meta, video, a:not([href^=http]))',
    );
    expect(await injected.evaluateAll((elements) => elements.map((element) => element.outerHTML))).toEqual(
      [],
    );
  }
});

test('links use allowed schemes only and send no referrer', async ({ app, open }) => {
  const carl = await app.createUser('customer');
  const description =
    '[one](https://a.example/x?y=1) http://b.example mailto:c@d.example [no](ftp://e.example)';
  const ticket = await createTicket(carl, { description });
  const page = await open(carl, `/tickets/${ticket.id}`);
  const links = page.locator('.markdown a');
  await links.first().waitFor();
  const found = await links.evaluateAll((all) =>
    all.map((link) => [new URL((link as HTMLAnchorElement).href).protocol, link.getAttribute('rel')]),
  );
  expect(found.length).toBeGreaterThanOrEqual(2);
  for (const [protocol, rel] of found) {
    expect(protocol).toMatch(/^(https?|mailto):$/);
    expect(rel).toBe('noopener noreferrer nofollow');
  }
});

/** Returns the CPU seconds the page has used; excludes the time it waited for the CPU. */
async function createStopwatch(page: Page): Promise<() => Promise<number>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
}

test('every text renders in under 50 ms', async ({ app, open }) => {
  const [ada, carl] = [await app.createUser('agent'), await app.createUser('customer')];
  const ticket = await createTicket(carl);
  const page = await open(carl, `/tickets/${ticket.id}`);
  await page.locator('.entry').first().waitFor();
  const cpuSeconds = await createStopwatch(page);
  const secondsByText: Record<string, number> = {};
  for (const [index, text] of HEAVY.entries()) {
    const before = await cpuSeconds();
    await createReply(ada, ticket, text);
    await page
      .locator('.entry')
      .nth(index + 1)
      .waitFor();
    secondsByText[text.slice(0, 20)] = (await cpuSeconds()) - before;
  }
  expect(Object.entries(secondsByText).filter(([, seconds]) => !(seconds < 0.05))).toEqual([]);
});

test('no text overflows the layout of list or thread at any width', async ({ app, open }) => {
  const ada = await rename(app, await app.createUser('agent'), 'A'.repeat(100));
  const carl = await rename(app, await app.createUser('customer'), `C${'مرحبا'.repeat(19)}`);
  const ticket = await createTicket(carl, { subject: 'W'.repeat(200), description: HEAVY[2] });
  for (const text of HEAVY) await createReply(ada, ticket, text);
  const pages = [
    await open(ada, '/queue'),
    await open(ada, `/queue/${ticket.id}`),
    await open(carl, '/tickets'),
    await open(carl, `/tickets/${ticket.id}`),
  ];
  const overflows: string[] = [];
  for (const page of pages) {
    await page.getByText('WWWW').first().waitFor();
    for (const width of [1440, 860, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      for (const overflow of await findHorizontalOverflow(page))
        overflows.push(`${page.url()} at ${width}: ${overflow}`);
    }
  }
  expect(overflows).toEqual([]);
});

/** In the page: places where a user's text can change the order of the words around it. `names` are right-to-left. */
function findUnisolated(names: string[]): string[] {
  const isIsolated = (text: string, name: string) => text.includes(`\u2068${name}\u2069`);
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent ?? '';
    const isWhole = node.parentElement?.closest('bdi, [dir=auto], textarea');
    for (const name of names)
      if (text.includes(name) && !isWhole && !isIsolated(text, name))
        found.push(`text: ${text} in ${node.parentElement?.outerHTML.slice(0, 80)}`);
  }
  for (const element of document.querySelectorAll('[title], [aria-label], [placeholder]'))
    for (const attribute of ['title', 'aria-label', 'placeholder']) {
      const text = element.getAttribute(attribute) ?? '';
      for (const name of names)
        if (text.includes(name) && !isIsolated(text, name)) found.push(`${attribute}: ${text}`);
    }
  for (const name of names)
    if (document.title.includes(name) && !isIsolated(document.title, name)) found.push(document.title);
  return found;
}

test('a right-to-left name or subject does not change the order of the words around it', async ({
  app,
  open,
}) => {
  const names = { ada: 'אדה', bob: 'בוב', carl: 'كارل', subject: 'مشكلة' };
  const ada = await rename(app, await app.createUser('agent'), names.ada);
  const bob = await rename(app, await app.createUser('agent'), names.bob);
  const carl = await rename(app, await app.createUser('customer'), names.carl);
  const ticket = await createTicket(carl, { subject: names.subject });
  await ada.post(`/api/tickets/${ticket.id}/assign`);
  await createReply(ada, ticket, 'Hello');
  await createReply(bob, ticket, { content: 'A note', internal: true });
  const paths = [
    [ada, '/queue'],
    [bob, `/queue/${ticket.id}`],
    [ada, '/people'],
    [ada, '/settings'],
    [carl, '/tickets'],
    [carl, `/tickets/${ticket.id}`],
  ] as const;
  const unisolated: string[] = [];
  for (const [user, path] of paths) {
    const page = await open(user, path);
    await page
      .getByText(new RegExp(Object.values(names).join('|')))
      .first()
      .waitFor();
    if (path.startsWith('/queue/')) await page.keyboard.press('a');
    for (const one of await page.evaluate(findUnisolated, Object.values(names)))
      unisolated.push(`${path} ${one}`);
  }
  expect(unisolated).toEqual([]);
});
