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

/** How callers come in. */
export const doors = z.strictObject({ http, graphql }).prefault({});
