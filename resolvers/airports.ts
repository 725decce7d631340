import DataLoader from 'dataloader';
import { type FieldResolver, GatewayError, type ResolverContext, type ResolverMap } from '../src/index.js';

interface Position {
  readonly iata: string;
  readonly latitude: number;
  readonly longitude: number;
}

interface NearbyAirport {
  /** The key is enough: the gateway loads what the caller selects of the airport. */
  readonly airport: { readonly iata: string };
  readonly distanceKm: number;
}

const EARTH_RADIUS_KM = 6371;
const MOST = 50;
/** More airports than any coordinate table of this demo has; the engine refuses to cut a larger one short. */
const MOST_AIRPORTS = 10_000;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance by the haversine formula, in km. */
function distanceKm(a: Position, b: Position): number {
  const latitude = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const longitude = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const chord = latitude + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * longitude;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

function positionOf(row: Readonly<Record<string, unknown>>): Position | undefined {
  const { iata, latitude, longitude } = row;
  if (typeof iata !== 'string' || typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  return { iata, latitude, longitude };
}

/**
 * One statement a request, however many airports ask: every airport that the caller sees, with the coordinates that
 * the caller sees. A masked coordinate gives a distance of the same coarseness.
 */
function positionsLoader(context: ResolverContext): DataLoader<string, readonly Position[]> {
  return context.once(
    positionsLoader,
    () =>
      new DataLoader<string, readonly Position[]>(async (asked) => {
        const rows = await context.rows({
          type: 'Airport',
          fields: ['iata', 'latitude', 'longitude'],
          filter: { latitude: { isNull: false }, longitude: { isNull: false } },
          first: MOST_AIRPORTS,
        });
        const positions = rows.map(positionOf).filter((position) => position !== undefined);
        return asked.map(() => positions);
      }),
  );
}

const nearby: FieldResolver = async (parent, args, context): Promise<readonly NearbyAirport[]> => {
  const first = Number(args.first);
  if (!Number.isInteger(first) || first < 0 || first > MOST) {
    throw new GatewayError('BAD_USER_INPUT', `nearby: first must be a whole number from 0 to ${MOST}.`);
  }
  const from = positionOf(parent);
  if (from === undefined) return [];
  const positions = await positionsLoader(context).load('all');
  return positions
    .filter((position) => position.iata !== from.iata)
    .map((position) => ({ airport: { iata: position.iata }, distanceKm: distanceKm(from, position) }))
    .sort((a, b) => a.distanceKm - b.distanceKm || (a.airport.iata < b.airport.iata ? -1 : 1))
    .slice(0, first);
};

/** Hand-written fields of schema/airports.graphql. */
export const resolvers: ResolverMap = { Airport: { nearby } };
