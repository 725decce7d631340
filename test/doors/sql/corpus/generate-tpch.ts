import { TpchRandom } from './tpch-random.js';
import {
  COLOURS,
  CONTAINER_KINDS,
  CONTAINER_SIZES,
  INSTRUCTIONS,
  NATIONS,
  PRIORITIES,
  REGIONS,
  REMARKS,
  SEGMENTS,
  SHIP_MODES,
  TYPE_FINISHES,
  TYPE_METALS,
  TYPE_SIZES,
} from './tpch-words.js';

/** A row in the order of the table's columns, each value in Postgres's text. */
export type TextRow = readonly string[];

const SUPPLIERS = 50;
const CUSTOMERS = 750;
const PARTS = 1000;
const ORDERS = 7500;
const SUPPLIERS_OF_PART = 4;
const FIRST_DAY = Date.UTC(1992, 0, 1);
const LAST_ORDER_DAY = 2405;
/** Lines shipped after this day are still open. */
const TODAY = Math.round((Date.UTC(1995, 5, 17) - FIRST_DAY) / 86_400_000);

const money = (cents: number): string => {
  const whole = Math.trunc(Math.abs(cents) / 100);
  return `${cents < 0 ? '-' : ''}${whole}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
};
const day = (number: number): string => new Date(FIRST_DAY + number * 86_400_000).toISOString().slice(0, 10);
const numbered = (word: string, key: number): string => `${word}#${String(key).padStart(9, '0')}`;
const phone = (random: TpchRandom, nation: number): string =>
  `${nation + 10}-${random.between(100, 999)}-${random.between(100, 999)}-${random.between(1000, 9999)}`;
/** The supplier of a part by number 0 to 3, so that lines only name pairs that partsupp has. */
const supplierOf = (part: number, number: number): number => ((part + number * 13) % SUPPLIERS) + 1;
const retailCents = (part: number): number => 90_000 + ((part * 37) % 20_001) + 100 * (part % 1000);

function suppliers(random: TpchRandom): TextRow[] {
  return Array.from({ length: SUPPLIERS }, (_, index) => {
    const nation = index % NATIONS.length;
    return [
      String(index + 1),
      numbered('Supplier', index + 1),
      `${random.between(1, 999)} Quay Street`,
      String(nation),
      phone(random, nation),
      money(random.between(-99_999, 999_999)),
      random.words(4, REMARKS),
    ];
  });
}

function customers(random: TpchRandom): TextRow[] {
  return Array.from({ length: CUSTOMERS }, (_, index) => {
    const nation = random.between(0, NATIONS.length - 1);
    return [
      String(index + 1),
      numbered('Customer', index + 1),
      `${random.between(1, 999)} Market Road`,
      String(nation),
      phone(random, nation),
      money(random.between(-99_999, 999_999)),
      random.pick(SEGMENTS),
      random.words(5, REMARKS),
    ];
  });
}

function parts(random: TpchRandom): TextRow[] {
  return Array.from({ length: PARTS }, (_, index) => {
    const maker = random.between(1, 5);
    return [
      String(index + 1),
      random.words(3, COLOURS),
      `Manufacturer#${maker}`,
      `Brand#${maker}${random.between(1, 5)}`,
      `${random.pick(TYPE_SIZES)} ${random.pick(TYPE_FINISHES)} ${random.pick(TYPE_METALS)}`,
      String(random.between(1, 50)),
      `${random.pick(CONTAINER_SIZES)} ${random.pick(CONTAINER_KINDS)}`,
      money(retailCents(index + 1)),
      random.words(3, REMARKS),
    ];
  });
}

function partSuppliers(random: TpchRandom): TextRow[] {
  return Array.from({ length: PARTS * SUPPLIERS_OF_PART }, (_, index) => {
    const part = Math.floor(index / SUPPLIERS_OF_PART) + 1;
    return [
      String(part),
      String(supplierOf(part, index % SUPPLIERS_OF_PART)),
      String(random.between(1, 9999)),
      money(random.between(100, 100_000)),
      random.words(4, REMARKS),
    ];
  });
}

interface Line {
  readonly row: TextRow;
  readonly cents: number;
  readonly open: boolean;
}

function line(random: TpchRandom, order: number, number: number, ordered: number): Line {
  const part = random.between(1, PARTS);
  const quantity = random.between(1, 50);
  const cents = quantity * retailCents(part);
  const shipped = ordered + random.between(1, 121);
  const received = shipped + random.between(1, 30);
  const open = shipped > TODAY;
  return {
    cents,
    open,
    row: [
      String(order),
      String(number),
      String(part),
      String(supplierOf(part, random.between(0, SUPPLIERS_OF_PART - 1))),
      money(quantity * 100),
      money(cents),
      money(random.between(0, 10)),
      money(random.between(0, 8)),
      received > TODAY ? 'N' : random.pick(['R', 'A']),
      open ? 'O' : 'F',
      day(shipped),
      day(ordered + random.between(30, 90)),
      day(received),
      random.pick(INSTRUCTIONS),
      random.pick(SHIP_MODES),
      random.words(3, REMARKS),
    ],
  };
}

function orders(random: TpchRandom): { readonly orders: TextRow[]; readonly lines: TextRow[] } {
  const rows: TextRow[] = [];
  const lineRows: TextRow[] = [];
  for (let index = 0; index < ORDERS; index += 1) {
    // Keys leave gaps, and every third customer never orders.
    const key = Math.floor(index / 8) * 32 + (index % 8) + 1;
    const customer = random.between(0, CUSTOMERS / 3 - 1) * 3 + random.between(1, 2);
    const ordered = random.between(0, LAST_ORDER_DAY);
    const lines = Array.from({ length: random.between(1, 7) }, (_, at) => line(random, key, at + 1, ordered));
    const open = lines.filter((one) => one.open).length;
    lineRows.push(...lines.map(({ row }) => row));
    rows.push([
      String(key),
      String(customer),
      open === 0 ? 'F' : open === lines.length ? 'O' : 'P',
      money(lines.reduce((sum, { cents }) => sum + cents, 0)),
      day(ordered),
      random.pick(PRIORITIES),
      numbered('Clerk', random.between(1, 10)),
      '0',
      random.words(5, REMARKS),
    ]);
  }
  return { orders: rows, lines: lineRows };
}

/** Rows of the eight tables at about scale 0.005, by table name. The same on every machine. */
export function generateTpch(): ReadonlyMap<string, readonly TextRow[]> {
  const random = new TpchRandom(20_011_105);
  const regions = REGIONS.map((name, index) => [String(index), name, random.words(3, REMARKS)]);
  const nations = NATIONS.map(([name, region], index) => [
    String(index),
    name,
    String(region),
    random.words(3, REMARKS),
  ]);
  const supplier = suppliers(random);
  const customer = customers(random);
  const part = parts(random);
  const partsupp = partSuppliers(random);
  const { orders: orderRows, lines } = orders(random);
  return new Map([
    ['region', regions],
    ['nation', nations],
    ['supplier', supplier],
    ['customer', customer],
    ['part', part],
    ['partsupp', partsupp],
    ['orders', orderRows],
    ['lineitem', lines],
  ]);
}
