import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type BundleManifest, bundleFolder, readManifest } from './manifest.js';
import { missingBundlePage, pageHtml } from './page-html.js';

/** A file of the page, ready to be sent. Its name holds a hash of its content. */
export interface GraphiqlFile {
  readonly body: Buffer;
  /** The same body for a client that accepts `Content-Encoding: gzip`. */
  readonly gzipBody: Buffer;
  readonly contentType: string;
  readonly cacheControl: string;
}

export interface GraphiqlAssets {
  /** The HTML page, for GET requests of a browser (`Accept: text/html`) to the GraphQL path. */
  page(): { readonly body: string; readonly headers: Readonly<Record<string, string>> };
  /** A file under `<path>/assets/`; undefined for a name that the bundle does not have. */
  file(name: string): GraphiqlFile | undefined;
}

export interface GraphiqlOptions {
  /** The path that serves GraphQL and the page; its files are under `<path>/assets/`. Default `/graphql`. */
  readonly path?: string;
  /** Folder of the bundle; default: `dist/graphiql` of this package. */
  readonly folder?: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Nothing from elsewhere, nothing inline that runs. Styles may be inline: monaco writes style elements and attributes
 * for colours, positions and widths. Fonts are data: URLs of the style sheet, images of the icons in it.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self'",
  'font-src data:',
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'Content-Type': 'text/html; charset=utf-8',
  // The page names hashed files: an old copy of it would ask for files that are gone.
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
});

/**
 * The GraphiQL page as `npm run build` bundled it. Reads one small file; the others are read when first asked for.
 * Without a bundle the page says how to make one.
 */
export function graphiqlAssets({ path = '/graphql', folder = bundleFolder() }: GraphiqlOptions = {}): GraphiqlAssets {
  const manifest = readManifest(folder);
  const body = manifest === undefined ? missingBundlePage() : pageHtml(manifest, path);
  // Names are looked up here and never joined to a path, so a name from outside cannot leave the folder.
  const loaders = new Map((manifest?.files ?? []).map((name) => [name, lazyFile(folder, name)]));
  return {
    page: () => ({ body, headers: PAGE_HEADERS }),
    file: (name) => loaders.get(name)?.(),
  };
}

function lazyFile(folder: string, name: BundleManifest['files'][number]): () => GraphiqlFile {
  let file: GraphiqlFile | undefined;
  return () => {
    file ??= Object.freeze({
      body: readFileSync(join(folder, name)),
      gzipBody: readFileSync(join(folder, `${name}.gz`)),
      contentType: CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
      cacheControl: 'public, max-age=31536000, immutable',
    });
    return file;
  };
}
