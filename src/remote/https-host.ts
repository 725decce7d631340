import { type HttpCall, HttpFailure, HttpHost, type HttpReply } from './http-host.js';

export type HttpsReply = HttpReply;
export type HttpsCall = HttpCall;

/** The connection broke, or nothing came in time; whether the server saw the call is not known. */
export const HttpsFailure = HttpFailure;
export type HttpsFailure = HttpFailure;

/** A host that is called over HTTPS only, on kept connections. Redirects are not followed: they come back as they are. */
export class HttpsHost extends HttpHost {
  /**
   * @param host name, with a port where it is not 443
   * @param ca PEM of the authority that is trusted instead of the public ones
   */
  constructor(host: string, ca: string | undefined, maxBytes: number) {
    const [hostname = host, port] = host.split(':');
    super({ protocol: 'https:', hostname, port: port === undefined ? 443 : Number(port), ca, maxBytes });
  }
}
