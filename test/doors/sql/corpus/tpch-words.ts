/** Nations with the number of their region: 0 Africa, 1 America, 2 Asia, 3 Europe, 4 Middle East. */
export const NATIONS: readonly (readonly [name: string, region: number])[] = [
  ['ALGERIA', 0],
  ['ARGENTINA', 1],
  ['BRAZIL', 1],
  ['CANADA', 1],
  ['EGYPT', 4],
  ['ETHIOPIA', 0],
  ['FRANCE', 3],
  ['GERMANY', 3],
  ['INDIA', 2],
  ['INDONESIA', 2],
  ['IRAN', 4],
  ['IRAQ', 4],
  ['JAPAN', 2],
  ['JORDAN', 4],
  ['KENYA', 0],
  ['MOROCCO', 0],
  ['MOZAMBIQUE', 0],
  ['PERU', 1],
  ['CHINA', 2],
  ['ROMANIA', 3],
  ['SAUDI ARABIA', 4],
  ['VIETNAM', 2],
  ['RUSSIA', 3],
  ['UNITED KINGDOM', 3],
  ['UNITED STATES', 1],
];

export const REGIONS = ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'];
export const SEGMENTS = ['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD', 'MACHINERY'];
export const PRIORITIES = ['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW'];
export const SHIP_MODES = ['AIR', 'AIR REG', 'FOB', 'MAIL', 'RAIL', 'SHIP', 'TRUCK'];
export const INSTRUCTIONS = ['COLLECT COD', 'DELIVER IN PERSON', 'NONE', 'TAKE BACK RETURN'];
export const COLOURS = ['almond', 'azure', 'beige', 'forest', 'green', 'ivory', 'lemon', 'navy', 'red', 'salmon'];
export const TYPE_SIZES = ['ECONOMY', 'LARGE', 'MEDIUM', 'PROMO', 'SMALL', 'STANDARD'];
export const TYPE_FINISHES = ['ANODIZED', 'BRUSHED', 'BURNISHED', 'PLATED', 'POLISHED'];
export const TYPE_METALS = ['BRASS', 'COPPER', 'NICKEL', 'STEEL', 'TIN'];
export const CONTAINER_SIZES = ['SM', 'MED', 'LG', 'JUMBO', 'WRAP'];
export const CONTAINER_KINDS = ['BAG', 'BOX', 'CASE', 'PACK', 'PKG'];
export const REMARKS = [
  'late',
  'special',
  'requests',
  'careful',
  'packages',
  'quiet',
  'Customer',
  'Complaints',
  'usual',
  'depots',
  'final',
  'notes',
];
