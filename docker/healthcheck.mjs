// Exits with 0 if the gateway of this container answers on /healthz, else with 1. The image has no curl and no shell.
const host = process.env.MEDALLION_HOST || '127.0.0.1';
const port = process.env.MEDALLION_HTTP_PORT || '4000';
const everyAddress = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '[::1]'],
]);
const url = `http://${everyAddress.get(host) ?? (host.includes(':') ? `[${host}]` : host)}:${port}/healthz`;

try {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: 'error' });
  if (status !== 200) throw new Error(`status ${status}`);
} catch (error) {
  const { message, cause } = error;
  console.error(`${url}: ${message}${cause === undefined ? '' : `, ${cause.message}`}`);
  process.exitCode = 1;
}
