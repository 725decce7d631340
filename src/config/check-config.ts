import type { GatewaySettings } from './config.js';
import type { SettingPath } from './find-node.js';
import { isLoopbackHost } from './loopback-host.js';
import type { ConfigProblem } from './problem.js';

/** Says where a setting comes from: its place in the file, or the variable that overrides it. */
export type LocateSetting = (path: SettingPath) => string;

/** Rules that hold between sections, checked on the values that apply once the environment has had its say. */
export function checkConfig(settings: GatewaySettings, locate: LocateSetting): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const { issuers, devIssuer } = settings.identity;
  const { http, sql } = settings.doors;
  const open = (
    [
      ['http', http.host],
      ['sql', sql.enabled ? sql.host : '127.0.0.1'],
    ] as const
  ).find(([, host]) => !isLoopbackHost(host));
  if (devIssuer.enabled && open !== undefined) {
    const [door, host] = open;
    problems.push({
      place: locate(['doors', door, 'host']),
      setting: `doors.${door}.host`,
      message:
        `expected a loopback host (127.0.0.1, ::1 or localhost) because identity.devIssuer.enabled is true, found "${host}"; ` +
        'anyone who reaches the data directory can sign such tokens, so turn the dev issuer off to serve a network',
    });
  }
  if (sql.enabled && sql.tls === undefined && !isLoopbackHost(sql.host)) {
    problems.push({
      place: locate(['doors', 'sql', 'host']),
      setting: 'doors.sql.tls',
      message: `expected a certificate because doors.sql.host is "${sql.host}": a password is a token, and would go over the network as it is; or set doors.sql.enabled to false`,
    });
  }
  if (issuers.length === 0 && !devIssuer.enabled) {
    problems.push({
      place: locate(['identity']),
      setting: 'identity.issuers',
      message:
        'expected at least one issuer, or identity.devIssuer.enabled, found neither: nobody could call the gateway',
    });
  }
  for (const [index, { groupsOverage }] of issuers.entries()) {
    if (groupsOverage !== 'graph' || settings.identity.onBehalfOf !== undefined) continue;
    problems.push({
      place: locate(['identity', 'issuers', index, 'groupsOverage']),
      setting: `identity.issuers[${index}].groupsOverage`,
      message: 'expected identity.onBehalfOf beside "graph": Microsoft Graph is asked on behalf of the caller',
    });
  }
  for (const [name, source] of Object.entries(settings.sources)) {
    if (!('identity' in source) || source.identity !== 'caller' || settings.identity.onBehalfOf !== undefined) continue;
    problems.push({
      place: locate(['sources', name, 'identity']),
      setting: `sources.${name}.identity`,
      message: 'expected identity.onBehalfOf beside "caller": without it no caller could sign in at the source',
    });
  }
  for (const [name, source] of Object.entries(settings.sources)) {
    if (!('route' in source) || source.route !== 'warehouse') continue;
    const { warehouse } = source;
    if (warehouse !== undefined && settings.sources[warehouse]?.kind === 'databricks') continue;
    problems.push({
      place: locate(['sources', name, warehouse === undefined ? 'route' : 'warehouse']),
      setting: `sources.${name}.warehouse`,
      message: `expected the name of a source of kind databricks beside route "warehouse", found ${warehouse === undefined ? 'none' : `"${warehouse}"`}`,
    });
  }
  return problems;
}
