import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { graphiqlAssets } from '../../src/doors/graphql/graphiql/assets.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'graphiql-assets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeBundle(): void {
  const files = { 'page-A.js': 'script', 'page-B.css': 'style' };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, `${name}.gz`), `packed ${content}`);
  }
  writeFileSync(join(folder, 'secret.txt'), 'not part of the bundle');
  const manifest = { inputHash: 'h', script: 'page-A.js', style: 'page-B.css', files: Object.keys(files) };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}

it('names the files of the bundle under the path that serves it', () => {
  writeBundle();
  const { body } = graphiqlAssets({ folder, path: '/data/graphql' }).page();
  expect(body).toContain('src="/data/graphql/assets/page-A.js"');
  expect(body).toContain('href="/data/graphql/assets/page-B.css"');
});

it('sends a policy that allows nothing from elsewhere and no inline script', () => {
  writeBundle();
  const { headers } = graphiqlAssets({ folder }).page();
  const policy = headers['Content-Security-Policy']?.split('; ') ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy.join()).not.toMatch(/https?:|unsafe-eval|\*/);
  expect(headers).toMatchObject({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' });
});

it('serves the files of the bundle by name, plain and packed', () => {
  writeBundle();
  const file = graphiqlAssets({ folder }).file('page-A.js');
  expect(file?.body.toString()).toBe('script');
  expect(file?.gzipBody.toString()).toBe('packed script');
  expect(file?.contentType).toBe('text/javascript; charset=utf-8');
  expect(file?.cacheControl).toBe('public, max-age=31536000, immutable');
});

it.each(['secret.txt', 'manifest.json', '../package.json', '%2e%2e/secret.txt', '/etc/passwd', '', '__proto__'])(
  'serves nothing for the name %j',
  (name) => {
    writeBundle();
    expect(graphiqlAssets({ folder }).file(name)).toBeUndefined();
  },
);

it('says how to build the page when there is no bundle', () => {
  const assets = graphiqlAssets({ folder });
  expect(assets.page().body).toContain('npm run build');
  expect(assets.page().headers['Content-Security-Policy']).toContain("default-src 'none'");
  expect(assets.file('page-A.js')).toBeUndefined();
});
