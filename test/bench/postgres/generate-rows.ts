/** At scale 1 TPC-H has 150,000 customers; here a tenth of it. */
export const CUSTOMERS = 15_000;
export const ORDERS = 150_000;

/** Orders lie between these days. */
export const FIRST_DAY = Date.UTC(1992, 0, 1);
const DAYS = 2406;
const DAY_MS = 86_400_000;

const REGIONS = ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'];
const NATIONS = [
  ...['ALGERIA', 'ETHIOPIA', 'KENYA', 'MOROCCO', 'MOZAMBIQUE'],
  ...['ARGENTINA', 'BRAZIL', 'CANADA', 'PERU', 'UNITED STATES'],
  ...['CHINA', 'INDIA', 'INDONESIA', 'JAPAN', 'VIETNAM'],
  ...['FRANCE', 'GERMANY', 'ROMANIA', 'RUSSIA', 'UNITED KINGDOM'],
  ...['EGYPT', 'IRAN', 'IRAQ', 'JORDAN', 'SAUDI ARABIA'],
];
const SEGMENTS = ['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD', 'MACHINERY'];
const PRIORITIES = ['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW'];
const MODES = ['AIR', 'FOB', 'MAIL', 'RAIL', 'REG AIR', 'SHIP', 'TRUCK'];
const WORDS = 'quickly bold even regular final "special" careful ironic silent pending deposits requests'.split(' ');

type Field = string | number;

/** The same numbers on every machine: a generator of Park and Miller. */
class Random {
  constructor(private state: number) {}

  /** A whole number from 0 to below `bound`. */
  below(bound: number): number {
    this.state = (this.state * 48_271) % 2_147_483_647;
    return this.state % bound;
  }

  of<T>(list: readonly T[], otherwise: T): T {
    return list[this.below(list.length)] ?? otherwise;
  }

  /** Words, `length` characters of them at most. */
  words(length: number): string {
    let text = this.of(WORDS, '');
    for (;;) {
      const longer = `${text} ${this.of(WORDS, '')}`;
      if (longer.length > length) return text;
      text = longer;
    }
  }
}

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');
const money = (cents: number): string => `${Math.floor(cents / 100)}.${padded(cents % 100, 2)}`;
const day = (index: number): string => new Date(FIRST_DAY + index * DAY_MS).toISOString().slice(0, 10);

function* customers(): Generator<readonly Field[]> {
  const random = new Random(1);
  for (let key = 1; key <= CUSTOMERS; key += 1) {
    const nation = random.below(NATIONS.length);
    const phone = `${10 + nation}-${padded(random.below(1000), 3)}-${padded(random.below(1000), 3)}-${padded(random.below(10_000), 4)}`;
    const balance = money(random.below(1_000_000));
    const address = random.words(30);
    yield [key, `Customer#${padded(key, 9)}`, address, nation, phone, balance, random.of(SEGMENTS, '')];
  }
}

/** As in TPC-H, every third customer has no order. */
function* orders(): Generator<readonly Field[]> {
  const random = new Random(2);
  for (let key = 1; key <= ORDERS; key += 1) {
    const some = 1 + random.below(CUSTOMERS - 1);
    const customer = some % 3 === 0 ? some - 1 : some;
    const date = random.below(DAYS);
    const status = date < 1200 ? 'F' : random.below(20) === 0 ? 'P' : 'O';
    const price = money(100_000 + random.below(40_000_000));
    const clerk = `Clerk#${padded(1 + random.below(100), 9)}`;
    yield [
      key,
      customer,
      status,
      price,
      day(date),
      random.of(PRIORITIES, ''),
      clerk,
      random.words(14 + random.below(36)),
    ];
  }
}

/** From one to seven of each order. */
function* lines(): Generator<readonly Field[]> {
  const random = new Random(3);
  for (let order = 1; order <= ORDERS; order += 1) {
    const count = 1 + random.below(7);
    for (let line = 1; line <= count; line += 1) {
      const quantity = 1 + random.below(50);
      const price = money(quantity * (90_000 + random.below(110_000)));
      const rates = [money(random.below(11)), money(random.below(9))];
      const flag = random.of(['A', 'N', 'R'], '');
      const shipped = day(random.below(DAYS) + 1 + random.below(120));
      yield [order, line, 1 + random.below(20_000), quantity, price, ...rates, flag, shipped, random.of(MODES, '')];
    }
  }
}

/** The rows of each table, by its name, always the same. `member` is who sees every nation. */
export function rowsOf(table: string, member: string): Iterable<readonly Field[]> {
  switch (table) {
    case 'region':
      return REGIONS.map((name, key) => [key, name]);
    case 'nation':
      return NATIONS.map((name, key) => [key, name, Math.floor(key / 5)]);
    case 'customer':
      return customers();
    case 'orders':
      return orders();
    case 'line_item':
      return lines();
    case 'nation_access':
      return [member, 'west.clerk@sales.bench', 'east.clerk@sales.bench'].flatMap((name, index) =>
        NATIONS.map((_, key) => [name, key] as const).filter(([, key]) => index === 0 || key % 3 === index),
      );
    default:
      throw new Error(`There is no table ${table}.`);
  }
}
