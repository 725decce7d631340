import { request } from 'node:http';

const PAGE_ROWS = 10_000;
const DOCUMENT = `query ($after: String) {
  readings(first: ${PAGE_ROWS}, after: $after, orderBy: [{ id: ASC }]) {
    pageInfo { endCursor hasNextPage }
    nodes { id serial amount label taken value }
  }
}`;

interface Page {
  readonly rows: number;
  readonly bytes: number;
  readonly next: string | undefined;
}

/** Rows are counted in the text, so that the bench's own process has little to do. */
function pageOf(body: Buffer): Page {
  let rows = 0;
  for (let at = body.indexOf('"serial":'); at !== -1; at = body.indexOf('"serial":', at + 1)) rows += 1;
  const info = /"pageInfo":\{"endCursor":"([^"]+)","hasNextPage":(true|false)\}/u.exec(body.toString('latin1'));
  if (info === null) throw new Error(`Not a page: ${body.subarray(0, 300).toString()}`);
  return { rows, bytes: body.byteLength, next: info[2] === 'true' ? info[1] : undefined };
}

function post(url: URL, token: string, body: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const sent = request(url, { method: 'POST', headers }, (reply) => {
      const parts: Buffer[] = [];
      reply.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      reply.on('end', () => resolve(Buffer.concat(parts)));
    });
    sent.on('error', reject).end(body);
  });
}

export interface JsonRead {
  readonly rows: number;
  readonly bytes: number;
  readonly firstMs: number;
  readonly ms: number;
}

/** Reads all rows as GraphQL pages of 10,000, one after the other, each from where the last one ended. */
export async function jsonPages(http: string, token: string, rows: number): Promise<JsonRead> {
  const url = new URL('/graphql', http);
  const startedAt = performance.now();
  let read = { rows: 0, bytes: 0, firstMs: 0 };
  let after: string | undefined;
  do {
    const page = pageOf(await post(url, token, JSON.stringify({ query: DOCUMENT, variables: { after } })));
    const firstMs = read.rows === 0 ? performance.now() - startedAt : read.firstMs;
    read = { rows: read.rows + page.rows, bytes: read.bytes + page.bytes, firstMs };
    after = page.next;
  } while (after !== undefined);
  if (read.rows !== rows) throw new Error(`The pages hold ${read.rows} rows.`);
  return { ...read, ms: performance.now() - startedAt };
}
