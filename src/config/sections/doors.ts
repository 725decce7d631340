import { z } from 'zod';
import { flag, text, webOrigin, wholeNumber } from '../scalars.js';

const http = z
  .strictObject({
    /** Address to bind: 127.0.0.1 is this machine only, 0.0.0.0 every network. MEDALLION_HOST overrides it. */
    host: text('an address or host name').default('127.0.0.1'),
    /** TCP port; 0 takes a free one. MEDALLION_HTTP_PORT overrides it. */
    port: wholeNumber(0, 65_535).default(4000),
    /** Largest request body, in bytes, after decompression. Past it: BAD_USER_INPUT. */
    maxBodyBytes: wholeNumber(1024, 104_857_600).default(1_048_576),
    /** Browser origins that may read replies. None by default: pages of other origins get no answer. */
    corsOrigins: z.array(webOrigin(), { error: 'a list of origins' }).default([]),
  })
  .prefault({});

const graphql = z
  .strictObject({
    /** Whether callers may introspect. Each sees only what policy lets them see. */
    introspection: flag().default(true),
    /** Whether GET /graphql gives browsers the GraphiQL page. */
    graphiql: flag().default(true),
    /** Whether the hand-written fields of resolvers/ are loaded; off for a contract that declares none of them. */
    resolvers: flag().default(true),
  })
  .prefault({});

/** Files of the certificate chain and its key, in PEM. */
const tls = z.strictObject({
  certificate: text('the path of a PEM file'),
  key: text('the path of a PEM file'),
});

const sql = z
  .strictObject({
    /** Whether BI tools may connect by the Postgres protocol. */
    enabled: flag().default(true),
    /** Address to bind. MEDALLION_HOST overrides it. Anything but loopback needs `tls`. */
    host: text('an address or host name').default('127.0.0.1'),
    /** TCP port; 0 takes a free one. MEDALLION_SQL_PORT overrides it. */
    port: wholeNumber(0, 65_535).default(5433),
    /** With it, connections may be encrypted; beyond loopback they must be. */
    tls: tls.optional(),
    /** Sessions at the same time. One more: 53300. */
    maxConnections: wholeNumber(1, 10_000).default(100),
    /** Sessions of one user at the same time. One more: 53300. */
    maxConnectionsPerUser: wholeNumber(1, 10_000).default(50),
    /** Size of one query string, in bytes. Past it: 54000. */
    maxStatementBytes: wholeNumber(1024, 16_777_216).default(262_144),
    /** Rows that one statement may return. Past it: 54000. */
    maxRows: wholeNumber(1, 1_000_000_000).default(10_000_000),
    /** Catalogs kept in memory, one for each set of tables that some callers may see. The least recently used goes. */
    maxCatalogs: wholeNumber(1, 1000).default(4),
  })
  .prefault({});

/** How callers come in. */
export const doors = z.strictObject({ http, graphql, sql }).prefault({});
