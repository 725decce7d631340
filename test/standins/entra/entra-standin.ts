import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { importSPKI, importX509, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { makeSigningKey, type SigningKey } from '../../identity/key-server.js';
import type { Certificate } from '../certificate.js';

/** As much as Entra allows between its clock and an application's. */
const CLOCK_SKEW = '5 minutes';

/** An application that is registered in the tenant. */
export interface RegisteredApplication {
  readonly clientId: string;
  readonly clientSecret?: string;
  /** PEM certificate, or PEM public key, that client assertions are verified with. */
  readonly certificate?: string;
  readonly federatedIssuerKey?: string;
}

export interface EntraStandinOptions {
  readonly tenantId: string;
  readonly applications: readonly RegisteredApplication[];
  readonly certificate: Certificate;
  readonly port?: number;
  /** Where clients reach it, if that is not where it listens: `https://host:port`. */
  readonly authority?: string;
}

export interface StandinUser {
  readonly name: string;
  readonly groups: readonly string[];
  /** Leaves the groups out, as for a member of more than 200. */
  readonly overage?: boolean;
  readonly claims?: JWTPayload;
}

/** A token request, as the authority understood it. */
export interface TokenRequest {
  readonly grant: string;
  readonly clientId: string;
  readonly user: string | undefined;
}

class OAuthError extends Error {
  constructor(
    readonly error: string,
    description: string,
    readonly status = 400,
  ) {
    super(description);
  }
}

const LIFETIME_SECONDS = 3600;
const OBO = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * A tenant of Microsoft Entra ID, as far as msal-node and the gateway call it: discovery, keys, and a token endpoint that
 * verifies secrets, client assertions and on-behalf-of assertions by their signatures.
 */
export class EntraStandin {
  /** Token requests that were granted or refused, in order. */
  readonly requests: TokenRequest[] = [];
  /** Group ids of people, for Microsoft Graph's answer. */
  readonly memberships = new Map<string, readonly string[]>();
  fault: ((path: string, reply: ServerResponse) => boolean) | undefined;
  private readonly server: Server;

  private constructor(
    private readonly options: EntraStandinOptions,
    private readonly key: SigningKey,
  ) {
    this.server = createServer(options.certificate, (request, reply) => void this.handle(request, reply));
  }

  static async start(options: EntraStandinOptions): Promise<EntraStandin> {
    const standin = new EntraStandin(options, await makeSigningKey('entra-1'));
    standin.server.listen(options.port ?? 0, '127.0.0.1');
    await once(standin.server, 'listening');
    return standin;
  }

  /** `127.0.0.1:port` */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get publicKey(): SigningKey['publicKey'] {
    return this.key.publicKey;
  }

  get authority(): string {
    return this.options.authority ?? `https://${this.host}`;
  }

  get issuer(): string {
    return `${this.authority}/${this.options.tenantId}/v2.0`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** A token that a person got for an application's API. @param lifetimeSeconds negative: it has ended */
  issueUserToken(clientId: string, user: StandinUser, lifetimeSeconds = LIFETIME_SECONDS): Promise<string> {
    const groups = user.overage === true ? { _claim_names: { groups: 'src1' } } : { groups: user.groups };
    return this.sign(
      { ...this.person(user.name), ...groups, aud: clientId, scp: 'access', azp: 'spa', ...user.claims },
      lifetimeSeconds,
    );
  }

  /** Whom an access token for a resource is of; undefined if it is none of this tenant's. */
  async subjectOf(token: string, resource: string): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.key.publicKey, { issuer: this.issuer, audience: resource });
      return typeof payload.preferred_username === 'string' ? payload.preferred_username : String(payload.appid);
    } catch {
      return undefined;
    }
  }

  private person(name: string): JWTPayload {
    return { sub: `sub-${name}`, oid: `oid-${name}`, preferred_username: name, tid: this.options.tenantId };
  }

  private sign(claims: JWTPayload, lifetimeSeconds = LIFETIME_SECONDS): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ ver: '2.0', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: this.key.kid, typ: 'JWT' })
      .setIssuer(this.issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimeSeconds)
      .sign(this.key.privateKey);
  }

  private async handle(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'https://standin').pathname;
    if (this.fault?.(path, reply) === true) return;
    try {
      send(reply, 200, await this.answer(path, request));
    } catch (error) {
      const known = error instanceof OAuthError ? error : new OAuthError('server_error', String(error), 500);
      send(reply, known.status, {
        error: known.error,
        error_description: `AADSTS70000: ${known.message}`,
        error_codes: [70000],
        correlation_id: randomUUID(),
      });
    }
  }

  private async answer(path: string, request: IncomingMessage): Promise<object> {
    const tenant = `/${this.options.tenantId}`;
    if (path === `${tenant}/v2.0/.well-known/openid-configuration`) return this.metadata();
    if (path === `${tenant}/discovery/v2.0/keys`) return { keys: [this.key.publicJwk] };
    if (path === `${tenant}/oauth2/v2.0/token`) return this.token(new URLSearchParams(await text(request)));
    if (path === '/v1.0/me/getMemberObjects') return this.members(request);
    throw new OAuthError('not_found', path, 404);
  }

  private metadata(): object {
    const root = `${this.authority}/${this.options.tenantId}`;
    return {
      issuer: this.issuer,
      authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
      token_endpoint: `${root}/oauth2/v2.0/token`,
      end_session_endpoint: `${root}/oauth2/v2.0/logout`,
      jwks_uri: `${root}/discovery/v2.0/keys`,
    };
  }

  private async token(form: URLSearchParams): Promise<object> {
    const application = await this.authenticate(form);
    const scope = form.get('scope') ?? '';
    const resource =
      scope
        .split(' ')
        .find((one) => one.endsWith('/.default'))
        ?.replace(/\/\.default$/u, '') ?? '';
    const grant = form.get('grant_type') ?? '';
    const { clientId } = application;
    if (grant === 'client_credentials') {
      this.requests.push({ grant, clientId, user: undefined });
      return this.granted({ aud: resource, appid: clientId, sub: clientId, oid: clientId, idtyp: 'app' }, scope);
    }
    if (grant !== OBO || form.get('requested_token_use') !== 'on_behalf_of') {
      throw new OAuthError('unsupported_grant_type', grant);
    }
    const { payload } = await jwtVerify(form.get('assertion') ?? '', this.key.publicKey, {
      issuer: this.issuer,
      audience: clientId,
    }).catch((error: unknown) => {
      this.requests.push({ grant: 'on_behalf_of', clientId, user: undefined });
      throw new OAuthError('invalid_grant', String(error));
    });
    const user = String(payload.preferred_username);
    this.requests.push({ grant: 'on_behalf_of', clientId, user });
    return this.granted({ ...this.person(user), aud: resource, scp: 'user_impersonation', appid: clientId }, scope);
  }

  private async authenticate(form: URLSearchParams): Promise<RegisteredApplication> {
    const found = this.options.applications.find(({ clientId }) => clientId === form.get('client_id'));
    if (found === undefined) throw new OAuthError('unauthorized_client', 'unknown application');
    const assertion = form.get('client_assertion');
    if (assertion === null) {
      if (found.clientSecret !== undefined && form.get('client_secret') === found.clientSecret) return found;
      throw new OAuthError('invalid_client', 'wrong secret', 401);
    }
    const isFederated = found.federatedIssuerKey !== undefined;
    const key = isFederated
      ? await importSPKI(found.federatedIssuerKey ?? '', 'RS256')
      : await importX509(found.certificate ?? '', 'PS256');
    const audience = isFederated
      ? 'api://AzureADTokenExchange'
      : [`${this.authority}/${this.options.tenantId}/oauth2/v2.0/token`];
    await jwtVerify(assertion, key, { audience, clockTolerance: CLOCK_SKEW }).catch((error: unknown) => {
      throw new OAuthError('invalid_client', String(error), 401);
    });
    return found;
  }

  private async granted(claims: JWTPayload, scope: string): Promise<object> {
    const uid = { uid: String(claims.oid), utid: this.options.tenantId };
    return {
      token_type: 'Bearer',
      scope,
      expires_in: LIFETIME_SECONDS,
      ext_expires_in: LIFETIME_SECONDS,
      access_token: await this.sign(claims),
      id_token: await this.sign({ ...claims, aud: String(claims.appid) }),
      client_info: Buffer.from(JSON.stringify(uid)).toString('base64url'),
    };
  }

  private async members(request: IncomingMessage): Promise<object> {
    const token = /^Bearer (.+)$/u.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const user = await this.subjectOf(token, 'https://graph.microsoft.com');
    if (user === undefined) throw new OAuthError('InvalidAuthenticationToken', 'not for Graph', 401);
    return { value: this.memberships.get(user) ?? [] };
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function send(reply: ServerResponse, status: number, body: object): void {
  reply.writeHead(status, { 'content-type': 'application/json' });
  reply.end(JSON.stringify(body));
}
