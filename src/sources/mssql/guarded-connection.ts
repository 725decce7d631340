import { Connection, type ConnectionConfiguration, ConnectionError } from 'tedious';

type ParserOf = ReturnType<Connection['createTokenStreamParser']>;

/**
 * The driver's connection, less two of its faults (tedious 19.2.2, tested by the stand-in): it signs in without TLS
 * where it was told to encrypt and the server says that it has none, which whoever is in between may say; and a reply
 * that ends within a token is an error that nobody catches, which ends the process.
 */
export class GuardedConnection extends Connection {
  private readonly mustEncrypt: boolean;

  constructor(config: ConnectionConfiguration) {
    super(config);
    this.mustEncrypt = config.options?.encrypt === true;
  }

  override sendLogin7Packet(): void {
    if (this.mustEncrypt && !this.messageIo.tlsNegotiationComplete)
      throw new ConnectionError('The server offers no TLS, and none must sign in without it.', 'ESOCKET');
    super.sendLogin7Packet();
  }

  /** A reply that cannot be read ends where it broke off; that it is not whole, `StatementRun` finds out. */
  override createTokenStreamParser(...parts: Parameters<Connection['createTokenStreamParser']>): ParserOf {
    const parser = super.createTokenStreamParser(...parts);
    parser.parser.once('error', () => parser.emit('end'));
    return parser;
  }
}
