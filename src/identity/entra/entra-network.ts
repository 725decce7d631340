import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { HttpsHost } from '../../remote/https-host.js';

const MAX_BODY_BYTES = 1024 * 1024;
const TIMEOUT_MS = 10_000;
const never = new AbortController().signal;

/** MSAL's way to the network: HTTPS only, bounded in time and size, and with an authority of one's own where that is set. */
export class EntraNetwork implements INetworkModule {
  private readonly hosts = new Map<string, HttpsHost>();

  constructor(private readonly ca: string | undefined) {}

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.send('GET', url, options);
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.send('POST', url, options);
  }

  private async send<T>(
    method: 'GET' | 'POST',
    url: string,
    { headers = {}, body }: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    const { protocol, host, pathname, search } = new URL(url);
    if (protocol !== 'https:') throw new Error(`Only https is called, not ${protocol}`);
    const reply = await this.hostOf(host).call({
      method,
      path: `${pathname}${search}`,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: never,
      timeoutMs: TIMEOUT_MS,
    });
    const entries = Object.entries(reply.headers).map(([name, value]) => [name, String(value)] as const);
    return {
      status: reply.status,
      headers: Object.fromEntries(entries),
      body: parse(reply.body.toString('utf8')) as T,
    };
  }

  private hostOf(name: string): HttpsHost {
    const known = this.hosts.get(name) ?? new HttpsHost(name, this.ca, MAX_BODY_BYTES);
    this.hosts.set(name, known);
    return known;
  }
}

/** Proxies answer with pages; MSAL reads an error out of what is no JSON by its status. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { error: 'not_json', error_description: text.slice(0, 200) };
  }
}
