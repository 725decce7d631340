import type { BundleManifest } from './manifest.js';

/** Drawn here so that the browser does not ask for /favicon.ico. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E" +
  "%3Ccircle cx='8' cy='8' r='7' fill='%23b8860b'/%3E%3Ccircle cx='8' cy='8' r='4' fill='%23ffe9a8'/%3E%3C/svg%3E";

/** The page around GraphiQL; all that runs comes from files, so that the content security policy allows no inline code. */
export function pageHtml(manifest: BundleManifest, path: string): string {
  const assets = `${path}/assets`;
  return html(
    `<link rel="stylesheet" href="${assets}/${manifest.style}">
<script type="module" src="${assets}/${manifest.script}"></script>`,
    '<div id="graphiql"><p class="loading">Loading…</p></div>',
  );
}

export function missingBundlePage(): string {
  return html(
    '',
    `<h1>Medallion Gateway</h1>
<p>GraphQL is served here. The explorer page was not built with this installation.</p>
<p>Run <code>npm ci</code> and <code>npm run build</code> in the gateway's own folder, then start it again.</p>`,
  );
}

function html(head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Medallion Gateway</title>
<link rel="icon" href="${ICON}">
${head}
</head>
<body>${body}</body>
</html>
`;
}
