import type { GatewayConfig } from '../config/config.js';
import type { ResolverMap } from '../doors/graphql/resolver.js';
import { type Addresses, createGateway } from '../gateway.js';
import { openDevIssuer } from '../identity/dev-issuer.js';
import type { CliIo } from './cli-io.js';

/** The demo's callers that the start prints a token for, and what each shows. */
const DEMO_CALLERS = [
  { user: 'ops.admin@flights.demo', groups: ['ops'], sees: 'every row, exact coordinates' },
  { user: 'west.analyst@flights.demo', groups: ['west'], sees: 'flights from AZ, CA, NV, OR, WA; rounded coordinates' },
] as const;

const EXAMPLE =
  '{"query":"{ flights(first: 3, orderBy: [{ delay: DESC }]) { nodes { date delay origin { iata city } } totalCount } }"}';

async function welcome(config: GatewayConfig, { http: url, sql }: Addresses, io: CliIo): Promise<void> {
  const sqlLine = sql === undefined ? '' : `  SQL       ${sql}   (Postgres wire; the password is a token)\n`;
  io.stdout(
    `\nMedallion Gateway\n  GraphQL   ${url}/graphql   (open it in a browser)\n${sqlLine}  Health    ${url}/healthz  ${url}/readyz  ${url}/metrics\n`,
  );
  const { devIssuer } = config.identity;
  if (!devIssuer.enabled) return;
  const issuer = await openDevIssuer({ settings: devIssuer, dataDir: config.dataDir });
  for (const { user, groups, sees } of DEMO_CALLERS) {
    const token = await issuer.issueDevToken({ user, groups });
    io.stdout(
      `\n${user} sees ${sees}:\n  TOKEN=${token}\n  curl -s ${url}/graphql -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '${EXAMPLE}'\n`,
    );
  }
  io.stdout('\nMore callers: npx medallion token --as bay.partner@flights.demo\n\n');
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Hears the first signal to stop. A second one ends the process at once, as does any after `ignore`. */
function listenForStop(): { readonly stopped: Promise<void>; readonly ignore: () => void } {
  let ignore = (): void => undefined;
  const stopped = new Promise<void>((resolve) => {
    const stop = () => {
      ignore();
      resolve();
    };
    ignore = () => STOP_SIGNALS.forEach((signal) => void process.off(signal, stop));
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
  });
  return { stopped, ignore: () => ignore() };
}

/** `medallion start`: serves until SIGINT or SIGTERM, then drains. */
export async function start(config: GatewayConfig, resolvers: ResolverMap, io: CliIo): Promise<number> {
  const { stopped, ignore } = listenForStop();
  try {
    const gateway = await createGateway({ config, resolvers, log: (line) => io.stdout(`${line}\n`) });
    try {
      const addresses = await gateway.listen();
      await welcome(config, addresses, io);
      io.stdout(`${JSON.stringify({ event: 'ready', ...addresses })}\n`);
      await stopped;
    } finally {
      await gateway.close();
    }
  } finally {
    ignore();
  }
  return 0;
}
