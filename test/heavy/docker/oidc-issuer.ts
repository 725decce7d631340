import { createServer, type Server } from 'node:https';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface IssuerOptions {
  /** The `iss` claim. */
  readonly issuer: string;
  readonly audience: string;
  readonly certificate: { readonly cert: string; readonly key: string };
}

/** An OpenID Connect issuer that publishes its keys over https at any path, and signs tokens as Keycloak fills them. */
export class OidcIssuer {
  private constructor(
    private readonly server: Server,
    readonly port: number,
    /** An access token of a user, as Keycloak's realm of the compose file gives it. */
    readonly token: (user: string, groups: readonly string[]) => Promise<string>,
  ) {}

  static async start({ issuer, audience, certificate }: IssuerOptions): Promise<OidcIssuer> {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] });
    const server = createServer(certificate, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(keys);
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const token = (user: string, groups: readonly string[]) =>
      new SignJWT({ preferred_username: user, groups, azp: 'medallion-cli', typ: 'Bearer' })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(`id-of-${user}`)
        .setIssuedAt()
        .setExpirationTime('10 min')
        .sign(privateKey);
    return new OidcIssuer(server, port, token);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.closeAllConnections();
      this.server.close(() => resolve());
    });
  }
}
