import { resolve } from 'node:path';
import type { GatewaySettings } from './config.js';

/** Members of credentials and remotes that are paths, wherever they stand. */
const PATHS = ['ca', 'certificate', 'certificateKey', 'federatedTokenFile', 'mlmodel'] as const;

function resolved<T extends object>(part: T, folder: string): T {
  const found = PATHS.flatMap((name) => {
    const path: unknown = (part as Readonly<Record<string, unknown>>)[name];
    return typeof path === 'string' ? [[name, resolve(folder, path)] as const] : [];
  });
  return { ...part, ...Object.fromEntries(found) };
}

function remote<T extends object>(part: T, folder: string): T {
  const own = resolved(part, folder);
  if (!('credential' in own) || typeof own.credential !== 'object' || own.credential === null) return own;
  return { ...own, credential: resolved(own.credential, folder) };
}

/** The settings with the paths of the catalog, of credentials and of certificate authorities made absolute. */
export function resolvePaths(settings: GatewaySettings, folder: string): GatewaySettings {
  const { catalog, identity, models, sources } = settings;
  const exchange = identity.onBehalfOf;
  return {
    ...settings,
    sources: Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, remote(source, folder)])),
    models: Object.fromEntries(Object.entries(models).map(([name, model]) => [name, remote(model, folder)])),
    catalog:
      catalog.kind === 'embedded' ? { ...catalog, path: resolve(folder, catalog.path) } : remote(catalog, folder),
    identity:
      exchange === undefined
        ? identity
        : { ...identity, onBehalfOf: { ...exchange, application: resolved(exchange.application, folder) } },
  };
}
