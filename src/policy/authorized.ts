import type { Query } from '../query/query.js';

declare const authorizedBrand: unique symbol;

/** A query in which every Scan carries policy's stamp. Only `policy/authorize.ts` can make one. */
export type Authorized<Q extends Query = Query> = Q & { readonly [authorizedBrand]: true };
