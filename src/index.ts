/** What resolvers and programs that embed the gateway may use; everything else is free to change. */
export type { GatewayConfig, Limits } from './config/config.js';
export { type LoadConfigOptions, loadConfig } from './config/load-config.js';
export type { FieldResolver, ResolverContext, ResolverMap, RowsRequest } from './doors/graphql/resolver.js';
export { type ErrorCode, GatewayError } from './errors.js';
export { type Addresses, createGateway, type Gateway, type GatewayOptions } from './gateway.js';
export type { Identity } from './identity/identity.js';
