import type { SupersetServer } from './start-superset.js';

export interface ApiReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read replies of any shape.
  readonly body: any;
}

/** Superset's REST API, as its administrator. Paths are below `/api/v1/`. */
export interface SupersetApi {
  get(path: string): Promise<ApiReply>;
  /** Sends JSON. */
  send(method: 'POST' | 'PUT', path: string, body: unknown): Promise<ApiReply>;
}

/** Logs in as a browserless client does: a token, then a CSRF token with the session's cookie. */
export async function openSupersetApi(server: SupersetServer): Promise<SupersetApi> {
  const headers = new Map<string, string>([['content-type', 'application/json']]);

  async function call(method: string, path: string, body?: unknown): Promise<ApiReply> {
    const response = await fetch(`${server.url}/api/v1/${path}`, {
      method,
      headers: Object.fromEntries(headers),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    if (cookies.length > 0) headers.set('cookie', cookies.join('; '));
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) };
    } catch {
      throw new Error(`${method} ${path} gave ${response.status} and no JSON: ${text.slice(0, 500)}`);
    }
  }

  const credentials = { username: 'admin', password: server.password, provider: 'db', refresh: false };
  const login = await call('POST', 'security/login', credentials);
  if (login.status !== 200) throw new Error(`Superset lets nobody in: ${JSON.stringify(login.body)}`);
  headers.set('authorization', `Bearer ${login.body.access_token}`);
  const { body } = await call('GET', 'security/csrf_token/');
  headers.set('x-csrftoken', body.result);
  headers.set('referer', server.url);
  return { get: (path) => call('GET', path), send: call };
}
