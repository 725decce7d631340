import { z } from 'zod';
import type { Secret } from './secret.js';
import { cache } from './sections/cache.js';
import { catalog } from './sections/catalog.js';
import { control } from './sections/control.js';
import { doors } from './sections/doors.js';
import { identity } from './sections/identity.js';
import { limits } from './sections/limits.js';
import { models } from './sections/models.js';
import { observe } from './sections/observe.js';
import { sources } from './sections/sources.js';

/** The whole of gateway.yaml: what a section may hold, its defaults and its bounds. */
export const gatewaySchema = z.strictObject({
  sources,
  models,
  catalog,
  identity,
  cache,
  control,
  doors,
  limits,
  observe,
});

type DeepReadonly<T> = T extends Secret ? T : T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** gateway.yaml with its defaults. */
export type GatewaySettings = DeepReadonly<z.output<typeof gatewaySchema>>;

/** Settings of the whole gateway, validated and frozen; see the sections for the meaning of each. */
export type GatewayConfig = GatewaySettings & {
  /** Absolute path of the folder that the gateway may write to: lakehouse files, the dev issuer's key. */
  readonly dataDir: string;
  /** Absolute path of the folder with the contract and gateway.yaml. */
  readonly schemaDir: string;
};

export type SourceConfig = GatewayConfig['sources'][string];
export type ModelConfig = GatewayConfig['models'][string];
export type CatalogConfig = GatewayConfig['catalog'];
export type IdentityConfig = GatewayConfig['identity'];
export type IssuerConfig = IdentityConfig['issuers'][number];
export type CacheConfig = GatewayConfig['cache'];
export type DoorsConfig = GatewayConfig['doors'];
export type Limits = GatewayConfig['limits'];
export type ObserveConfig = GatewayConfig['observe'];
