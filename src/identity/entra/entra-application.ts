import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type AuthenticationResult, ConfidentialClientApplication, type NodeAuthOptions } from '@azure/msal-node';
import { readPem } from '../read-pem.js';
import type { IssuedToken } from '../token-store.js';
import { exchangeError, ownTokenError } from './entra-errors.js';
import { EntraNetwork } from './entra-network.js';

/** An application of Microsoft Entra ID and how it proves to be that; see `entraApplication` of the config. */
export interface EntraSettings {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret?: { reveal(): string } | undefined;
  readonly certificate?: string | undefined;
  readonly certificateKey?: string | undefined;
  readonly federatedTokenFile?: string | undefined;
  readonly authority: string;
  readonly ca?: string | undefined;
}

function proofOf(settings: EntraSettings): Partial<NodeAuthOptions> {
  const { clientSecret, certificate, certificateKey, federatedTokenFile } = settings;
  if (clientSecret !== undefined) return { clientSecret: clientSecret.reveal() };
  if (certificate !== undefined && certificateKey !== undefined) {
    const pem = readPem(certificate, 'the certificate of an Entra application');
    const privateKey = readPem(certificateKey, 'the key of an Entra application');
    const thumbprintSha256 = createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
    return { clientCertificate: { thumbprintSha256, privateKey, x5c: pem } };
  }
  // Read each time, since the platform renews it.
  return { clientAssertion: async () => (await readFile(federatedTokenFile ?? '', 'utf8')).trim() };
}

function issued(result: AuthenticationResult | null): IssuedToken {
  if (result?.expiresOn == null || result.accessToken === '') throw new Error('the reply held no token');
  return { token: result.accessToken, expiresAtMs: result.expiresOn.getTime() };
}

/** Gets tokens from Entra ID as one application. Keeps none: see TokenStore. */
export class EntraApplication {
  private readonly network: EntraNetwork;
  private readonly auth: NodeAuthOptions;

  /** @throws GatewayError CONFIG_INVALID for a certificate that cannot be read */
  constructor(readonly settings: EntraSettings) {
    const { authority, tenantId, clientId, ca } = settings;
    this.network = new EntraNetwork(ca === undefined ? undefined : readPem(ca, 'a certificate authority'));
    this.auth = {
      clientId,
      authority: `${authority.replace(/\/$/u, '')}/${tenantId}`,
      knownAuthorities: [new URL(authority).host],
      ...proofOf(settings),
    };
  }

  /** A token of the application itself. @throws GatewayError SOURCE_UNAVAILABLE */
  async own(scope: string): Promise<IssuedToken> {
    try {
      return issued(await this.client().acquireTokenByClientCredential({ scopes: [scope], skipCache: true }));
    } catch (error) {
      throw ownTokenError(error);
    }
  }

  /** A token of the person that `assertion` is of. @throws GatewayError UNAUTHENTICATED, SOURCE_UNAVAILABLE */
  async onBehalfOf(assertion: string, scope: string): Promise<IssuedToken> {
    try {
      const request = { oboAssertion: assertion, scopes: [scope], skipCache: true };
      return issued(await this.client().acquireTokenOnBehalfOf(request));
    } catch (error) {
      throw exchangeError(error);
    }
  }

  /** A client a call: MSAL's own store grows with each token, and finds none faster than by going through all. */
  private client(): ConfidentialClientApplication {
    return new ConfidentialClientApplication({
      auth: this.auth,
      system: {
        networkClient: this.network,
        loggerOptions: { piiLoggingEnabled: false, loggerCallback: () => undefined },
      },
    });
  }
}
