/** A sequence of numbers from 0 up to, not with, 1; the same for the same seed. */
function sequence(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const LETTERS = ['a', 'Z', '0', ' ', '%', '_', "''", '"', '\\', '{', '(', ',', 'é', '飛', '🛫', '\t'];

/** Constants of every type that a text of SQL can hold, awkward ones among them. */
export function randomConstants(seed: number, count: number): readonly string[] {
  const random = sequence(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const digits = (length: number) => Array.from({ length }, () => below(10)).join('');
  const sign = () => (random() < 0.5 ? '-' : '');
  const two = (value: number) => String(value).padStart(2, '0');
  const day = () => `${String(1 + below(9999)).padStart(4, '0')}-${two(1 + below(12))}-${two(1 + below(28))}`;
  const time = () => `${two(below(24))}:${two(below(60))}:${two(below(60))}.${digits(below(7)) || '0'}`;
  const text = () => Array.from({ length: below(12) }, () => LETTERS[below(LETTERS.length)]).join('');
  const integer = () => `${sign()}${1 + below(9)}${digits(below(8))}`;
  const makers: readonly (() => string)[] = [
    () => `'${sign()}${digits(1 + below(9))}'::int4`,
    () => `'${sign()}${below(32_000)}'::int2`,
    () => `'${sign()}${digits(1 + below(18))}'::int8`,
    () => `'${sign()}${digits(below(18))}${below(10)}.${digits(below(19))}'::numeric`,
    () => `'${sign()}0.${'0'.repeat(below(12))}${digits(1 + below(12))}'::numeric`,
    () => `'${sign()}${1 + below(9)}${'0'.repeat(below(20))}'::numeric`,
    () => `'${sign()}${below(10)}.${digits(12)}e${sign()}${below(300)}'::float8`,
    () => `'${sign()}${below(100)}.5'::float4`,
    () => `'${text()}'::text`,
    () => `'${day()}'::date`,
    () => `'${day()} ${time()}'::timestamp`,
    () =>
      `'2${digits(3)}-${two(1 + below(12))}-${two(1 + below(28))} ${time()}${sign() === '' ? '+' : '-'}${two(below(14))}:30'::timestamptz`,
    () => `'${time()}'::time`,
    () => `'${digits(8)}-0000-4000-8000-${digits(12)}'::uuid`,
    () => `${random() < 0.5}`,
    () => `'{${Array.from({ length: below(5) }, () => (random() < 0.2 ? 'NULL' : integer())).join(',')}}'::int[]`,
    () => `'{${Array.from({ length: 1 + below(4) }, () => integer()).join(',')}}'::int8[]`,
    () => `'{${Array.from({ length: 1 + below(4) }, () => ['a', 'bcd', 'NULL', 'é'][below(4)]).join(',')}}'::text[]`,
    () =>
      `('${sign()}${below(99)} mons ${sign()}${below(99)} days ${time()}'::interval = '${below(9)} mons'::interval)`,
  ];
  return Array.from({ length: count }, (_, index) => (makers[index % makers.length] ?? (() => '1'))());
}
