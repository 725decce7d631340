type Headers = Readonly<Record<string, string>>;

const CREDENTIAL_HEADERS = new Set(['authorization', 'x-api-key']);

/**
 * The caller of this page. The token lives in this object and nowhere else: not in an editor's model, a tab, the
 * history or the browser's storage, all of which GraphiQL writes to disk.
 */
export class Session {
  /** A JWT or an API key, without the word Bearer; empty when none was given. */
  token = '';
  /** Whether a request without a credential was answered: a proxy in front then says who the caller is. */
  answersWithoutCredential = false;

  /** Takes what people paste: a bare token, one with its scheme, one with quotes or line ends around it. */
  setToken(pasted: string): void {
    this.token = pasted
      .replace(/[\s"']+/g, ' ')
      .trim()
      .replace(/^(authorization: ?)?bearer /i, '')
      .trim();
  }

  /** A credential of the headers editor wins: two credentials in one request are refused by the gateway. */
  headersFor(own: Headers | undefined): Headers {
    return this.token === '' || hasCredential(own) ? { ...own } : { Authorization: `Bearer ${this.token}`, ...own };
  }
}

export function hasCredential(headers: Headers | undefined): boolean {
  return Object.entries(headers ?? {}).some(
    ([name, value]) => CREDENTIAL_HEADERS.has(name.toLowerCase()) && /^(bearer\s*)?$/i.test(String(value)) === false,
  );
}
