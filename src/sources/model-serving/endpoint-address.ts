import type { AccessToken } from '../../lib/access-token.js';
import { HttpHost } from '../../remote/http-host.js';
import type { ModelPlace, ModelServices } from './settings.js';

/** Largest reply of an endpoint: predictions are small, and a model gone wrong must not fill the memory. */
const MAX_REPLY_BYTES = 16_777_216;

/** An endpoint as it is called: nothing but this address is, and redirects are not followed. */
export interface EndpointAddress {
  readonly host: HttpHost;
  /** Path of invocations. */
  readonly path: string;
  /** The bearer token of a call; undefined where the endpoint wants none. */
  readonly token: AccessToken | undefined;
}

function hostOf(url: URL, ca: string | undefined): HttpHost {
  const protocol = url.protocol === 'http:' ? 'http:' : 'https:';
  const port = url.port === '' ? (protocol === 'http:' ? 80 : 443) : Number(url.port);
  const hostname = url.hostname.replace(/^\[(.*)\]$/u, '$1');
  return new HttpHost({ protocol, hostname, port, ca, maxBytes: MAX_REPLY_BYTES });
}

export function endpointAddress(name: string, place: ModelPlace, { ownToken, ca }: ModelServices): EndpointAddress {
  switch (place.kind) {
    case 'databricks': {
      const path = `/serving-endpoints/${encodeURIComponent(place.endpoint ?? name)}/invocations`;
      return { host: hostOf(new URL(`https://${place.host}`), ca), path, token: ownToken };
    }
    case 'mlflow': {
      const url = new URL(place.url);
      const { token } = place;
      return {
        host: hostOf(url, ca),
        path: `${url.pathname.replace(/\/$/u, '')}/invocations`,
        token: token === undefined ? undefined : () => Promise.resolve(token.reveal()),
      };
    }
    default:
      return place satisfies never;
  }
}
