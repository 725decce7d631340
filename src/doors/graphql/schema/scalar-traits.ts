import type { GraphQLScalarName } from '../../../catalog/contract.js';

/** What can be done with the values of a scalar. */
interface ScalarTraits {
  /** Can be summed, averaged and binned. */
  readonly numeric: boolean;
  /** Has a useful order: `lt`, `gt`, `min`, `max`. */
  readonly ordered: boolean;
  /** Can be sorted and grouped by. */
  readonly sortable: boolean;
  /** Can be cut into calendar buckets. */
  readonly calendar: boolean;
}

const NUMBER: ScalarTraits = { numeric: true, ordered: true, sortable: true, calendar: false };
const ORDERED: ScalarTraits = { numeric: false, ordered: true, sortable: true, calendar: false };
const CALENDAR: ScalarTraits = { numeric: false, ordered: true, sortable: true, calendar: true };
const OPAQUE: ScalarTraits = { numeric: false, ordered: false, sortable: false, calendar: false };

export const SCALAR_TRAITS: Readonly<Record<GraphQLScalarName, ScalarTraits>> = Object.freeze({
  ID: ORDERED,
  String: ORDERED,
  Boolean: { numeric: false, ordered: false, sortable: true, calendar: false },
  Int: NUMBER,
  Float: NUMBER,
  BigInt: NUMBER,
  Decimal: NUMBER,
  Date: CALENDAR,
  Time: ORDERED,
  DateTime: CALENDAR,
  JSON: OPAQUE,
  UUID: ORDERED,
  Bytes: OPAQUE,
});
