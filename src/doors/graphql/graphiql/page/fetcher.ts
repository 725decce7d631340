import { hasCredential, type Session } from './session.js';

interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

interface FetcherOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

const INTROSPECTION = 'IntrospectionQuery';

/** Shown in the result pane before a token is there; a comment, because the pane is a JSON editor. */
export const WELCOME = `// No token yet. Paste one at the top right:
// your schema and your rows follow from it.
//
// "npm start" prints two demo tokens.
// To make one:
//   npx medallion token \\
//     --as west.analyst@flights.demo \\
//     --groups west
`;

/**
 * Sends a request to the path that this page was served from.
 * @returns the reply's JSON, errors included; WELCOME for an introspection that could only be refused.
 * @throws Error when an introspection is refused, or the reply is no JSON.
 */
export function createFetcher(session: Session) {
  return async (request: GraphQLRequest, options: FetcherOptions = {}): Promise<unknown> => {
    const headers = session.headersFor(options.headers);
    const introspects = request.operationName === INTROSPECTION;
    const anonymous = !hasCredential(headers);
    if (introspects && anonymous && !session.answersWithoutCredential) return WELCOME;
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: {
        Accept: 'application/graphql-response+json, application/json;q=0.9',
        'Content-Type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(request),
      credentials: 'same-origin',
    });
    const reply = await readJson(response);
    if (introspects && !response.ok) throw new Error(refusal(response.status, reply));
    if (anonymous && response.ok) session.answersWithoutCredential = true;
    return reply;
  };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The gateway answered ${response.status} ${response.statusText}: ${text.slice(0, 500)}`);
  }
}

function refusal(status: number, reply: unknown): string {
  const message = (reply as { errors?: readonly { message?: string }[] } | null)?.errors?.[0]?.message ?? '';
  return status === 401
    ? `This token was not accepted. ${message} Paste another one at the top right.`
    : `The schema could not be read (HTTP ${status}). ${message}`;
}
