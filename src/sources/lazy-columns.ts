type Column = readonly unknown[];
type Make = (index: number) => Column;

const MAKE = Symbol('make');
/** By number of columns. */
const prototypes = new Map<number, object>();

/**
 * The getters stand on a prototype that all batches share. V8 puts the accessors of an object itself into its old space
 * at once, from where they hold the batch, and the engine's chunk behind it, until the next full collection: a hundred
 * megabytes of chunks that nobody needs any more.
 */
function prototypeOf(length: number): object {
  const known = prototypes.get(length);
  if (known !== undefined) return known;
  const prototype: object = Object.create(Array.prototype);
  for (let index = 0; index < length; index++) {
    Object.defineProperty(prototype, index, {
      get(this: { readonly [MAKE]: Make }): Column {
        const value = this[MAKE](index);
        Object.defineProperty(this, index, { value, enumerable: true, configurable: true, writable: true });
        return value;
      },
    });
  }
  prototypes.set(length, prototype);
  return prototype;
}

/** An array of columns, each made when it is first asked for. */
export function lazyColumns(length: number, make: Make): readonly Column[] {
  const array = new Array<Column>(length);
  Object.setPrototypeOf(array, prototypeOf(length));
  // Not enumerable: whoever compares two such arrays compares columns.
  Object.defineProperty(array, MAKE, { value: make });
  return array;
}
