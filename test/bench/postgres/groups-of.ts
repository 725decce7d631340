interface Groups {
  readonly data: {
    readonly orderGroups: readonly {
      readonly key: {
        readonly orderDate: string;
        readonly customer: { readonly nation: { readonly region: { readonly name: string } } };
      };
      readonly count: number | string;
      readonly sum: { readonly totalPrice: string };
    }[];
  };
}

/** Month, region, count and sum of each group of e, sorted: the order of groups is not asked for. */
export function groupsOf(answer: unknown): readonly string[] {
  const { data } = answer as Groups;
  return data.orderGroups
    .map(({ key, count, sum }) => [key.orderDate, key.customer.nation.region.name, count, sum.totalPrice].join(' '))
    .sort();
}
