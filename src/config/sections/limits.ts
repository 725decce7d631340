import { z } from 'zod';
import { wholeNumber } from '../scalars.js';

/** Bounds on what one request or one caller may take. A limit that bites is an error, never a shorter answer. */
export const limits = z
  .strictObject({
    /** Lexical tokens of a GraphQL document, counted before it is parsed. GRAPHQL_PARSE_FAILED. */
    maxQueryTokens: wholeNumber(1, 1_000_000).default(4000),
    /** Levels of nested selections, fragments expanded. GRAPHQL_VALIDATION_FAILED. */
    maxDepth: wholeNumber(1, 100).default(16),
    /** Aliased fields in a document. GRAPHQL_VALIDATION_FAILED. */
    maxAliases: wholeNumber(0, 10_000).default(50),
    /** Fragments, defined and spread, in a document. GRAPHQL_VALIDATION_FAILED. */
    maxFragments: wholeNumber(0, 10_000).default(50),
    /** Directives in a document. GRAPHQL_VALIDATION_FAILED. */
    maxDirectives: wholeNumber(0, 10_000).default(50),
    /** Fields at the root of an operation, fragments expanded: each may be a statement. GRAPHQL_VALIDATION_FAILED. */
    maxRootFields: wholeNumber(1, 1000).default(20),
    /** Rows of a page when the request names no `first` or `last`. Not an error; it is what such a request gets. */
    defaultPageSize: wholeNumber(1, 1_000_000).default(100),
    /** Largest `first` or `last`, in rows. BAD_USER_INPUT. */
    maxPageSize: wholeNumber(1, 1_000_000).default(10_000),
    /** Largest `offset`, in rows; cursors reach further. BAD_USER_INPUT. */
    maxOffset: wholeNumber(0, 100_000_000).default(10_000),
    /** Largest `first` of a `…Groups` field, in groups. BAD_USER_INPUT. */
    maxGroups: wholeNumber(1, 1_000_000).default(10_000),
    /** Values in one `in` or `notIn` filter. BAD_USER_INPUT. */
    maxInListItems: wholeNumber(1, 1_000_000).default(2000),
    /** Estimated cost of a request: about the rows and nested rows that it may return. COST_LIMIT. */
    maxCost: wholeNumber(1, 1_000_000_000).default(1_000_000),
    /** Rows that one statement may return, nested ones not counted. RESULT_TOO_LARGE. */
    maxRows: wholeNumber(1, 100_000_000).default(100_000),
    /** Rows that a join across sources may fetch to where it joins, of all sources together. RESULT_TOO_LARGE. */
    maxFetchedRows: wholeNumber(1, 1_000_000_000).default(5_000_000),
    /**
     * What a source's dialect lacks, an engine of the gateway does from rows that it fetches: of a large table, very many.
     * `forbid` refuses such queries instead. NOT_SUPPORTED.
     */
    fallbackFetches: z.enum(['allow', 'forbid']).default('allow'),
    /** Size of one reply, in bytes before compression. RESULT_TOO_LARGE. */
    maxResponseBytes: wholeNumber(1024, 4_294_967_296).default(33_554_432),
    /** Wall-clock bound of one statement, in ms, its wait for a connection included. SOURCE_TIMEOUT. */
    statementTimeoutMs: wholeNumber(100, 3_600_000).default(30_000),
    /** Requests of one caller that run at the same time; further ones wait. No error of its own. */
    maxConcurrentRequestsPerCaller: wholeNumber(1, 10_000).default(16),
    /** Requests of one caller that may wait for their turn. One more: RATE_LIMITED. */
    maxQueuedRequestsPerCaller: wholeNumber(0, 100_000).default(256),
  })
  .superRefine((value, context) => {
    if (value.defaultPageSize > value.maxPageSize) {
      const message = `at most maxPageSize (${value.maxPageSize})`;
      context.addIssue({ code: 'custom', path: ['defaultPageSize'], message });
    }
    if (value.maxPageSize > value.maxRows) {
      const message = `at most maxRows (${value.maxRows})`;
      context.addIssue({ code: 'custom', path: ['maxPageSize'], message });
    }
  })
  .prefault({});
