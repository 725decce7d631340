import type { SeeingCaller } from './raw-lakehouse.js';

export interface Figure {
  readonly name: string;
  readonly callers: readonly SeeingCaller[];
  readonly query: string;
  /** One row with a column for each root field, from the caller's raw tables. */
  readonly sql: string;
}

const ALL: readonly SeeingCaller[] = ['ops', 'west', 'bay'];
const NOT_BAY: readonly SeeingCaller[] = ['ops', 'west'];

/** Questions whose answers DuckDB gives from the raw files alone. */
export const FIGURES: readonly Figure[] = [
  {
    name: 'all flights',
    callers: ALL,
    query: '{ flights { totalCount } flightGroups { count sum { distance } avg { delay } } }',
    sql: `SELECT {totalCount: count(*)} AS flights,
                 [{"count": count(*), "sum": {distance: sum(distance)::VARCHAR}, "avg": {delay: avg(delay)}}] AS "flightGroups" FROM flights`,
  },
  {
    name: 'all airports',
    callers: ALL,
    query: '{ airports { totalCount } airportGroups { countDistinct { state country city } } }',
    sql: `SELECT {totalCount: count(*)} AS airports,
                 [{countDistinct: {state: count(DISTINCT state), country: count(DISTINCT country), city: count(DISTINCT city)}}] AS "airportGroups" FROM airports`,
  },
  {
    name: 'the first and the last flight',
    callers: ALL,
    query: '{ flightGroups { min { date id originIata } max { date id destinationIata } } }',
    sql: `SELECT [{"min": {date: iso(min(date)), id: min(id)::VARCHAR, originIata: min(origin)},
                   "max": {date: iso(max(date)), id: max(id)::VARCHAR, destinationIata: max(destination)}}] AS "flightGroups" FROM flights`,
  },
  {
    name: 'flights a month',
    callers: ALL,
    query: '{ flightGroups { key { date(bucket: MONTH) } count measures { onTimeRate delayedFlights } } }',
    sql: `SELECT list({key: {date: iso(m)}, "count": n, measures: {onTimeRate: r, delayedFlights: l::VARCHAR}} ORDER BY m) AS "flightGroups"
          FROM (SELECT date_trunc('month', date) AS m, count(*) AS n, avg(CASE WHEN delay <= 15 THEN 1 ELSE 0 END) AS r,
                       count(*) FILTER (delay > 15) AS l FROM flights GROUP BY ALL)`,
  },
  {
    name: 'the weeks with the worst 95th percentile',
    callers: ALL,
    query: `{ flightGroups(filter: { originIata: { in: ["OAK", "ORD"] } }) { key { date(bucket: WEEK) } percentile(p: 0.95) { delay } } }`,
    sql: `SELECT list({key: {date: iso(w)}, percentile: {delay: p}} ORDER BY w) AS "flightGroups"
          FROM (SELECT date_trunc('week', date) AS w, quantile_cont(delay, 0.95) AS p FROM flights WHERE origin IN ('OAK', 'ORD') GROUP BY ALL)`,
  },
  {
    name: 'the busiest airports',
    callers: ALL,
    query: '{ flightGroups(orderBy: [{ count: DESC }], first: 10) { key { origin { iata name state } } count } }',
    sql: `SELECT list({key: {origin: {iata: iata, name: name, state: state}}, "count": n} ORDER BY n DESC, iata) AS "flightGroups"
          FROM (SELECT a.iata, a.name, a.state, count(*) AS n FROM flights AS f JOIN airports AS a ON a.iata = f.origin GROUP BY ALL ORDER BY n DESC, a.iata LIMIT 10)`,
  },
  {
    name: 'states by their average delay',
    callers: ALL,
    query: `{ flightGroups(having: { count: { gte: 1000 } }, orderBy: [{ avg: { delay: DESC } }], first: 8) {
      key { origin { state } } count avg { delay distance } stddev { delay } } }`,
    sql: `SELECT list({key: {origin: {state: s}}, "count": n, "avg": {delay: a, distance: d}, stddev: {delay: sd}} ORDER BY a DESC, s) AS "flightGroups"
          FROM (SELECT o.state AS s, count(*) AS n, avg(f.delay) AS a, avg(f.distance) AS d, stddev_samp(f.delay) AS sd
                FROM flights AS f JOIN airports AS o ON o.iata = f.origin GROUP BY ALL HAVING count(*) >= 1000 ORDER BY a DESC, s LIMIT 8)`,
  },
  {
    name: 'routes between states',
    callers: ALL,
    query: `{ flightGroups(filter: { origin: { state: { eq: "CA" } }, destination: { state: { neq: "CA" } } }, orderBy: [{ count: DESC }], first: 6) {
      key { origin { state } destination { state } } count countDistinct { originIata destinationIata origin destination } } }`,
    sql: `SELECT list({key: {origin: {state: 'CA'}, destination: {state: s}}, "count": n, countDistinct: {originIata: o, destinationIata: d, origin: o, destination: d}} ORDER BY n DESC, s) AS "flightGroups"
          FROM (SELECT d.state AS s, count(*) AS n, count(DISTINCT f.origin) AS o, count(DISTINCT f.destination) AS d
                FROM flights AS f JOIN airports AS o ON o.iata = f.origin JOIN airports AS d ON d.iata = f.destination
                WHERE o.state = 'CA' AND d.state <> 'CA' GROUP BY ALL ORDER BY n DESC, s LIMIT 6)`,
  },
  {
    name: 'the longest delays',
    callers: ALL,
    query:
      '{ flights(orderBy: [{ delay: DESC }], first: 20) { nodes { id date delay origin { city } destination { city } } } }',
    sql: `SELECT {nodes: list({id: id::VARCHAR, date: iso(date), delay: delay, origin: {city: oc}, destination: {city: dc}} ORDER BY delay DESC, id)} AS flights
          FROM (SELECT f.*, o.city AS oc, d.city AS dc FROM flights AS f JOIN airports AS o ON o.iata = f.origin
                JOIN airports AS d ON d.iata = f.destination ORDER BY f.delay DESC, f.id LIMIT 20)`,
  },
  {
    name: 'the earliest arrivals',
    callers: ALL,
    query:
      '{ flights(orderBy: [{ delay: ASC }, { distance: DESC }], first: 5) { nodes { id delay delayed distance } } }',
    sql: `SELECT {nodes: list({id: id::VARCHAR, delay: delay, delayed: delay > 15, distance: distance} ORDER BY delay, distance DESC, id)} AS flights
          FROM (FROM flights ORDER BY delay, distance DESC, id LIMIT 5)`,
  },
  {
    name: 'flights of one minute',
    callers: ALL,
    query: `{ flights(filter: { date: { eq: "2001-03-15T08:00:00Z" } }, first: 1000) { totalCount nodes { id originIata destinationIata } } }`,
    sql: `SELECT {totalCount: count(*), nodes: list({id: id::VARCHAR, originIata: origin, destinationIata: destination} ORDER BY id)} AS flights
          FROM flights WHERE date = '2001-03-15 08:00:00'`,
  },
  {
    name: 'flights of one day, by the hour',
    callers: ALL,
    query: `{ flightGroups(filter: { date: { gte: "2001-05-28T00:00:00Z", lt: "2001-05-29T00:00:00Z" } }) { key { date(bucket: HOUR) } count max { delay } } }`,
    sql: `SELECT list({key: {date: iso(h)}, "count": n, "max": {delay: m}} ORDER BY h) AS "flightGroups"
          FROM (SELECT date_trunc('hour', date) AS h, count(*) AS n, max(delay) AS m FROM flights WHERE date::DATE = '2001-05-28' GROUP BY ALL)`,
  },
  {
    name: 'delays in bins of a quarter of an hour',
    callers: ALL,
    query:
      '{ flightGroups(filter: { delay: { gte: -60, lt: 120 } }) { key { delay(bin: 15) } count avg { distance } } }',
    sql: `SELECT list({key: {delay: b}, "count": n, "avg": {distance: d}} ORDER BY b) AS "flightGroups"
          FROM (SELECT (floor(delay / 15) * 15)::INT AS b, count(*) AS n, avg(distance) AS d FROM flights WHERE delay BETWEEN -60 AND 119 GROUP BY ALL)`,
  },
  {
    name: 'distances in bins of 500 miles',
    callers: ALL,
    query:
      '{ flightGroups(orderBy: [{ measures: { onTimeRate: ASC } }]) { key { distance(bin: 500) } count measures { onTimeRate averageDelayOfDelayed } } }',
    sql: `SELECT list({key: {distance: b}, "count": n, measures: {onTimeRate: r, averageDelayOfDelayed: a}} ORDER BY r, b) AS "flightGroups"
          FROM (SELECT distance - distance % 500 AS b, count(*) AS n, count(*) FILTER (delay <= 15) / count(*) AS r,
                       sum(delay) FILTER (delay > 15) / count(*) FILTER (delay > 15) AS a FROM flights GROUP BY ALL)`,
  },
  {
    name: 'medians and extremes of one route',
    callers: ALL,
    query: `{ flightGroups(filter: { originIata: { eq: "SFO" }, destinationIata: { eq: "SEA" } }) {
      count median: percentile(p: 0.5) { delay } p90: percentile(p: 0.9) { delay distance } p999: percentile(p: 0.999) { delay } min { delay } stddev { delay } } }`,
    sql: `SELECT [{"count": count(*), median: {delay: quantile_cont(delay, 0.5)}, p90: {delay: quantile_cont(delay, 0.9), distance: quantile_cont(distance, 0.9)},
                   p999: {delay: quantile_cont(delay, 0.999)}, "min": {delay: min(delay)}, stddev: {delay: stddev_samp(delay)}}] AS "flightGroups"
          FROM flights WHERE origin = 'SFO' AND destination = 'SEA'`,
  },
  {
    name: 'routes that are late as a rule',
    callers: ALL,
    query: `{ flightGroups(having: { count: { gte: 200 }, measures: { onTimeRate: { lt: 0.7 } } }, orderBy: [{ measures: { onTimeRate: ASC } }], first: 10) {
      key { originIata destinationIata } count measures { onTimeRate } } }`,
    sql: `SELECT coalesce(list({key: {originIata: origin, destinationIata: destination}, "count": n, measures: {onTimeRate: r}} ORDER BY r, origin, destination), []) AS "flightGroups"
          FROM (SELECT origin, destination, count(*) AS n, count(*) FILTER (delay <= 15) / count(*) AS r FROM flights GROUP BY ALL
                HAVING count(*) >= 200 AND count(*) FILTER (delay <= 15) / count(*) < 0.7 ORDER BY r, origin, destination LIMIT 10)`,
  },
  {
    name: 'airports with a flight more than ten hours late',
    callers: ALL,
    query:
      '{ airports(filter: { departures: { some: { delay: { gt: 600 } } } }, first: 500) { totalCount nodes { iata } } }',
    sql: `SELECT {totalCount: count(*), nodes: coalesce(list({iata: iata} ORDER BY iata), [])} AS airports
          FROM airports WHERE iata IN (SELECT origin FROM flights WHERE delay > 600)`,
  },
  {
    name: 'airports without departures',
    callers: ALL,
    query: '{ airports(filter: { departures: { none: {} }, state: { in: ["CA", "NV", "NY"] } }) { totalCount } }',
    sql: `SELECT {totalCount: count(*)} AS airports FROM airports WHERE state IN ('CA', 'NV', 'NY') AND iata NOT IN (SELECT origin FROM flights)`,
  },
  {
    name: 'airports whose every arrival is short',
    callers: ALL,
    query:
      '{ airports(filter: { arrivals: { every: { distance: { lt: 400 } }, some: {} } }, first: 200) { nodes { iata arrivals { totalCount } } } }',
    sql: `SELECT {nodes: list({iata: destination, arrivals: {totalCount: n}} ORDER BY destination)} AS airports
          FROM (SELECT destination, count(*) AS n FROM flights GROUP BY ALL HAVING max(distance) < 400)`,
  },
  {
    name: 'states by how many airports they have',
    callers: ALL,
    query:
      '{ airportGroups(orderBy: [{ count: DESC }], first: 12) { key { state } count countDistinct { city } min { name } max { name } } }',
    sql: `SELECT list({key: {state: state}, "count": n, countDistinct: {city: c}, "min": {name: lo}, "max": {name: hi}} ORDER BY n DESC, state) AS "airportGroups"
          FROM (SELECT state, count(*) AS n, count(DISTINCT city) AS c, min(name) AS lo, max(name) AS hi FROM airports GROUP BY ALL ORDER BY n DESC, state LIMIT 12)`,
  },
  {
    name: 'coordinates, as far as the caller may see them',
    callers: ALL,
    query: `{ airportGroups(filter: { state: { in: ["CA", "WA"] } }) {
      key { state } count avg { latitude longitude } min { latitude } max { longitude } stddev { latitude } sum { longitude } countDistinct { latitude } percentile(p: 0.25) { latitude } } }`,
    sql: `SELECT list({key: {state: state}, "count": n, "avg": {latitude: a, longitude: b}, "min": {latitude: lo}, "max": {longitude: hi},
                       stddev: {latitude: sd}, "sum": {longitude: s}, countDistinct: {latitude: d}, percentile: {latitude: p}} ORDER BY state) AS "airportGroups"
          FROM (SELECT state, count(*) AS n, avg(latitude) AS a, avg(longitude) AS b, min(latitude) AS lo, max(longitude) AS hi, stddev_samp(latitude) AS sd,
                       sum(longitude) AS s, count(DISTINCT latitude) AS d, quantile_cont(latitude, 0.25) AS p FROM airports WHERE state IN ('CA', 'WA') GROUP BY state)`,
  },
  {
    name: 'the northernmost airports',
    callers: ALL,
    query: '{ airports(orderBy: [{ latitude: DESC }], first: 10) { nodes { iata latitude longitude } } }',
    sql: `SELECT {nodes: list({iata: iata, latitude: latitude, longitude: longitude} ORDER BY latitude DESC, iata)} AS airports
          FROM (FROM airports ORDER BY latitude DESC, iata LIMIT 10)`,
  },
  {
    name: 'airports by name',
    callers: ALL,
    query: `{ airports(filter: { or: [{ name: { ilike: "%INTERNATIONAL%" } }, { name: { endsWith: "Intl" } }], not: { state: { in: ["TX", "CA", "FL"] } } }) { totalCount nodes { iata } } }`,
    sql: `SELECT {totalCount: (SELECT count(*) FROM airports WHERE (contains(lower(name), 'international') OR suffix(name, 'Intl')) AND state NOT IN ('TX', 'CA', 'FL')),
                  nodes: list({iata: iata} ORDER BY iata)} AS airports
          FROM (FROM airports WHERE (contains(lower(name), 'international') OR suffix(name, 'Intl')) AND state NOT IN ('TX', 'CA', 'FL') ORDER BY iata LIMIT 100)`,
  },
  {
    name: 'three levels of lists',
    callers: ALL,
    query: `{ airports(filter: { iata: { in: ["SFO", "SJC", "DFW"] } }) { nodes { iata
      arrivals(filter: { delay: { gt: 500 } }, orderBy: [{ delay: DESC }], first: 2) { totalCount nodes { delay
        origin { iata departureGroups(orderBy: [{ max: { delay: DESC } }], first: 2) { key { destinationIata } max { delay } } } } } } } }`,
    sql: `WITH worst AS (
            SELECT origin, list({key: {destinationIata: destination}, "max": {delay: m}} ORDER BY m DESC, destination)[1:2] AS items
            FROM (SELECT origin, destination, max(delay) AS m FROM flights GROUP BY ALL) GROUP BY origin
          ), late AS (
            SELECT f.destination, count(*) AS n, list({delay: f.delay, origin: {iata: f.origin, departureGroups: w.items}} ORDER BY f.delay DESC, f.id)[1:2] AS nodes
            FROM flights AS f JOIN worst AS w ON w.origin = f.origin WHERE f.delay > 500 GROUP BY f.destination
          )
          SELECT {nodes: list({iata: a.iata, arrivals: {totalCount: coalesce(l.n, 0), nodes: coalesce(l.nodes, [])}} ORDER BY a.iata)} AS airports
          FROM airports AS a LEFT JOIN late AS l ON l.destination = a.iata WHERE a.iata IN ('SFO', 'SJC', 'DFW')`,
  },
  {
    name: 'routes of a day',
    callers: NOT_BAY,
    query: `{ routeDays(filter: { date: { eq: "2001-02-14" }, flights: { gte: "25" } }, orderBy: [{ averageDelay: DESC }], first: 10) {
      nodes { originIata destinationIata flights delayedFlights averageDelay p95Delay } } }`,
    sql: `SELECT {nodes: list({originIata: origin, destinationIata: destination, flights: flights::VARCHAR, delayedFlights: delayed_flights::VARCHAR,
                               averageDelay: average_delay, p95Delay: p95_delay} ORDER BY average_delay DESC, origin, destination)} AS "routeDays"
          FROM (FROM route_days WHERE date = '2001-02-14' AND flights >= 25 ORDER BY average_delay DESC, origin, destination LIMIT 10)`,
  },
  {
    name: 'routes by the month, over a masked column',
    callers: NOT_BAY,
    query: `{ routeDayGroups(filter: { originIata: { in: ["SBP", "OAK"] } }) {
      key { date(bucket: MONTH) } count sum { flights delayedFlights } avg { p95Delay } max { p95Delay } stddev { p95Delay } countDistinct { p95Delay } percentile(p: 0.5) { p95Delay } measures { delayedRate } } }`,
    sql: `SELECT list({key: {date: m::VARCHAR}, "count": n, "sum": {flights: f::VARCHAR, delayedFlights: d::VARCHAR}, "avg": {p95Delay: a}, "max": {p95Delay: hi},
                       stddev: {p95Delay: sd}, countDistinct: {p95Delay: c}, percentile: {p95Delay: p}, measures: {delayedRate: d / f}} ORDER BY m) AS "routeDayGroups"
          FROM (SELECT date_trunc('month', date)::DATE AS m, count(*) AS n, sum(flights) AS f, sum(delayed_flights) AS d, avg(p95_delay) AS a, max(p95_delay) AS hi,
                       stddev_samp(p95_delay) AS sd, count(DISTINCT p95_delay) AS c, quantile_cont(p95_delay, 0.5) AS p
                FROM route_days WHERE origin IN ('SBP', 'OAK') GROUP BY ALL)`,
  },
  {
    name: 'route days without a 95th percentile',
    callers: NOT_BAY,
    query:
      '{ routeDays(filter: { p95Delay: { isNull: true } }) { totalCount } routeDayGroups(filter: { originIata: { eq: "OAK" } }, having: { min: { p95Delay: { gt: 20 } } }) { key { destinationIata } count } }',
    sql: `SELECT (SELECT {totalCount: count(*)} FROM route_days WHERE p95_delay IS NULL) AS "routeDays",
                 (SELECT coalesce(list({key: {destinationIata: d}, "count": n} ORDER BY d), []) FROM
                   (SELECT destination AS d, count(*) AS n FROM route_days WHERE origin = 'OAK' GROUP BY ALL HAVING min(p95_delay) > 20)) AS "routeDayGroups"`,
  },
  {
    name: 'months of an airport',
    callers: ['ops'],
    query:
      '{ airport(iata: "ORD") { months { nodes { month departures delayedDepartures averageDelay destinations } } monthGroups { sum { departures } max { destinations } measures { delayedRate } } } }',
    sql: `SELECT {months: {nodes: list({month: month::VARCHAR, departures: departures::VARCHAR, delayedDepartures: delayed_departures::VARCHAR, averageDelay: average_delay, destinations: destinations::VARCHAR} ORDER BY month)},
                  monthGroups: [{"sum": {departures: sum(departures)::VARCHAR}, "max": {destinations: max(destinations)::VARCHAR}, measures: {delayedRate: sum(delayed_departures) / sum(departures)}}]} AS airport
          FROM airport_months WHERE iata = 'ORD'`,
  },
  {
    name: 'months in which an airport had few destinations',
    callers: ['ops'],
    query:
      '{ airportMonths(filter: { destinations: { lte: "1" }, departures: { gt: "100" } }, orderBy: [{ departures: DESC }], first: 10) { totalCount nodes { iata month departures airport { city } } } }',
    sql: `SELECT {totalCount: (SELECT count(*) FROM airport_months WHERE destinations <= 1 AND departures > 100),
                  nodes: list({iata: iata, month: month::VARCHAR, departures: departures::VARCHAR, airport: {city: city}} ORDER BY departures DESC, iata, month)} AS "airportMonths"
          FROM (SELECT m.*, a.city FROM airport_months AS m JOIN airports AS a ON a.iata = m.iata WHERE m.destinations <= 1 AND m.departures > 100 ORDER BY m.departures DESC, m.iata, m.month LIMIT 10)`,
  },
  {
    name: 'a flight that is in every table',
    callers: ALL,
    query: `{ flights(filter: { originIata: { eq: "SJC" }, destinationIata: { eq: "LAX" }, date: { gte: "2001-04-01T00:00:00Z" } }, orderBy: [{ date: ASC }], first: 1) {
      nodes { id date origin { iata arrivals(first: 1, orderBy: [{ date: DESC }]) { totalCount nodes { date } } } destination { departures { totalCount } } } } }`,
    sql: `SELECT {nodes: [{id: f.id::VARCHAR, date: iso(f.date),
                   origin: {iata: 'SJC', arrivals: {totalCount: (SELECT count(*) FROM flights WHERE destination = 'SJC'), nodes: [{date: iso((SELECT max(date) FROM flights WHERE destination = 'SJC'))}]}},
                   destination: {departures: {totalCount: (SELECT count(*) FROM flights WHERE origin = 'LAX')}}}]} AS flights
          FROM (FROM flights WHERE origin = 'SJC' AND destination = 'LAX' AND date >= '2001-04-01' ORDER BY date, id LIMIT 1) AS f`,
  },
];
