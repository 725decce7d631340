import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { graphiqlAssets } from '../../src/doors/graphql/graphiql/assets.js';
import { bundleFolder, readManifest } from '../../src/doors/graphql/graphiql/manifest.js';
import { DEMO_TOKEN, type DemoServer, startDemoServer } from './demo-server.js';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const TOKEN_FIELD = 'input[aria-label="Token or API key"]';
const UNAUTHORIZED = 'Failed to load resource: the server responded with a status of 401';

const hasBrowser = existsSync(CHROMIUM);
const hasBundle = readManifest(bundleFolder()) !== undefined;
if (!hasBrowser) console.warn(`The GraphiQL page is NOT tested in a browser: ${CHROMIUM} is not there.`);
if (!hasBundle) console.warn('The GraphiQL page is NOT tested in a browser: run `npm run build` first.');

it.runIf(process.env.CI === 'true')('has a browser and a bundle in CI', () => {
  expect({ hasBrowser, hasBundle }).toEqual({ hasBrowser: true, hasBundle: true });
});

describe.runIf(hasBrowser && hasBundle)('the GraphiQL page in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: DemoServer;
  let page: Page;
  /** Error lines of the console, uncaught errors, and requests that leave the page's own origin. */
  let consoleErrors: string[];
  let foreignRequests: string[];

  beforeAll(async () => {
    const { chromium } = await import('playwright-core');
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }, 60_000);
  afterAll(() => browser?.close());

  beforeEach(async () => {
    server = await startDemoServer(graphiqlAssets());
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    consoleErrors = [];
    foreignRequests = [];
    page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()));
    page.on('pageerror', (error) => consoleErrors.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${server.origin}/`) && !url.startsWith('data:')) foreignRequests.push(url);
    });
    await page.goto(`${server.origin}/graphql`);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  }, 60_000);
  afterEach(async () => {
    await page?.close();
    await server?.close();
  });

  /** What the result pane shows; monaco draws spaces as no-break spaces. */
  const result = async () => ((await page.locator('.result-window').textContent()) ?? '').replaceAll('\u00a0', ' ');
  const state = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();
  const graphqlReplies = () => server.requests.filter(({ path }) => path === '/graphql').slice(1);

  it('asks for a token kindly and sends nothing before there is one', async () => {
    await state('No token yet');
    await expect.poll(result).toContain('Paste one at the top right');
    expect(await page.title()).toBe('Medallion Gateway');
    expect(graphqlReplies()).toEqual([]);
    expect({ consoleErrors, foreignRequests }).toEqual({ consoleErrors: [], foreignRequests: [] });
  });

  it('runs the default query and shows the descriptions of the schema', async () => {
    await page.fill(TOKEN_FIELD, DEMO_TOKEN);
    await state('Schema loaded');
    await page.getByRole('button', { name: /Execute query/ }).click();
    await expect.poll(result).toContain('"delay": 95');
    expect(await result()).not.toContain('"delay": 12');

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.getByRole('link', { name: 'Flight', exact: true }).click();
    await page.getByText('A domestic flight of the first quarter of 2001.').waitFor();

    expect({ consoleErrors, foreignRequests }).toEqual({ consoleErrors: [], foreignRequests: [] });
    expect(server.requests.filter(({ status }) => status >= 400)).toEqual([]);
  });

  it('says that a token is refused, and reads the schema again when it is replaced', async () => {
    await page.fill(TOKEN_FIELD, 'a-wrong-token');
    await state('Schema not read');
    await expect.poll(result).toContain('This token was not accepted.');
    expect(graphqlReplies().map(({ status }) => status)).toEqual([401]);

    await page.fill(TOKEN_FIELD, `Bearer ${DEMO_TOKEN}\n`);
    await state('Schema loaded');
    await expect.poll(result).not.toContain('not accepted');
    // The browser itself reports the 401; there is nothing else.
    expect(consoleErrors).toEqual([expect.stringContaining(UNAUTHORIZED)]);
    expect(foreignRequests).toEqual([]);
  });

  it('takes a credential of the headers tab, and stores none', async () => {
    await page.locator('.graphiql-editor').filter({ hasText: 'More headers' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.type(`{"Authorization": "Bearer ${DEMO_TOKEN}"}`, { delay: 5 });
    await state('Schema loaded');
    await page.getByRole('button', { name: /Execute query/ }).click();
    await expect.poll(result).toContain('"delay": 95');

    // GraphiQL saves half a second after the last change.
    await expect.poll(() => page.evaluate('localStorage.getItem("graphiql:queries")')).toContain('LongestDelays');
    await page.waitForTimeout(1_000);
    const stored = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })');
    expect(stored).toContain('LongestDelays');
    expect(stored).not.toContain(DEMO_TOKEN);
    expect(consoleErrors).toEqual([]);
  });

  it('completes fields of the schema and marks unknown ones, in workers of our own', async () => {
    await page.fill(TOKEN_FIELD, DEMO_TOKEN);
    await state('Schema loaded');
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('{ flights { nodes { wrong } } }');
    await page.locator('.graphiql-query-editor .squiggly-error').first().waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('{ flights { nodes { ');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget').getByText('destination').first().waitFor();
    expect({ consoleErrors, foreignRequests }).toEqual({ consoleErrors: [], foreignRequests: [] });
  });
});
