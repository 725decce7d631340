import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Certificate } from '../certificate.js';
import { MessageReader, PACKET, packets, type TdsMessage } from './packets.js';
import {
  type ExecuteSql,
  type Login,
  preloginReply,
  readBatch,
  readExecuteSql,
  readLogin,
  readPrelogin,
} from './requests.js';
import { collationChange, databaseChange, done, error, featureAck, loginAck } from './tokens.js';

/** Writes tokens of the reply to one statement. */
export interface Reply {
  /** Resolves once the client takes more; rejects when it has given the statement up. */
  write(tokens: Buffer): Promise<void>;
  /** Ends the message where it stands. */
  end(): Promise<void>;
  /** Ends the connection where it stands. */
  cut(): void;
  /** Aborted by the client's attention, or by the end of its connection. */
  readonly signal: AbortSignal;
}

export interface SessionOptions {
  /** Speaks TLS with it; without one the stand-in says that it cannot. */
  readonly certificate: Certificate | undefined;
  /** A message for a login that is refused. */
  readonly refuse: (login: Login) => string | undefined;
  readonly onLogin: (login: Login) => void;
  readonly onBatch: (text: string) => void;
  readonly onAttention: () => void;
  readonly answer: (call: ExecuteSql, reply: Reply) => Promise<void>;
}

const ENCRYPTION = { on: 1, notSupported: 2 } as const;

/** One client of the stand-in. */
export class TdsSession {
  private output: Duplex;
  private readonly reader = new MessageReader((message) => this.onMessage(message));
  private isFederated = false;
  private running: AbortController | undefined;
  private attended: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: Socket,
    private readonly options: SessionOptions,
  ) {
    this.output = socket;
    socket.on('error', () => undefined);
    socket.on('close', () => this.running?.abort());
    socket.on('data', this.onPlainData);
  }

  private readonly onPlainData = (bytes: Buffer) => this.reader.push(bytes);

  private onMessage(message: TdsMessage): void {
    const { type, data, isIgnored } = message;
    switch (type) {
      case PACKET.prelogin:
        this.prelogin(data);
        return;
      case PACKET.login7:
        this.login(readLogin(data));
        return;
      case PACKET.sqlBatch:
        this.options.onBatch(readBatch(data));
        this.send(done('last', []));
        return;
      case PACKET.rpc:
        // A message that was given up is answered all the same.
        if (isIgnored) this.send(done('last', []));
        else void this.call(readExecuteSql(data));
        return;
      case PACKET.attention:
        void this.attention();
        return;
      default:
        throw new Error(`The stand-in knows no message ${type}.`);
    }
  }

  private prelogin(data: Buffer): void {
    const { encryption, isFederated } = readPrelogin(data);
    this.isFederated = isFederated;
    const { certificate } = this.options;
    const isEncrypted = certificate !== undefined && encryption !== ENCRYPTION.notSupported;
    this.send(preloginReply(isEncrypted ? ENCRYPTION.on : ENCRYPTION.notSupported, isFederated));
    if (isEncrypted) this.startTls(certificate);
  }

  /** The handshake travels in messages of its own; what follows it is TLS alone. */
  private startTls(certificate: Certificate): void {
    const { socket } = this;
    socket.off('data', this.onPlainData);
    let isHandshake = true;
    let flight: Buffer[] = [];
    const handshake = new MessageReader(({ data }) => raw.push(data));
    // What answers one message of the client goes out as one message.
    const sendFlight = () => {
      const data = Buffer.concat(flight);
      flight = [];
      if (data.length > 0) socket.write(packets(PACKET.prelogin, data, true));
    };
    const raw = new Duplex({
      read: () => undefined,
      write: (chunk: Buffer, _encoding, callback) => {
        if (!isHandshake) {
          socket.write(chunk, callback);
          return;
        }
        if (flight.length === 0) setImmediate(sendFlight);
        flight.push(chunk);
        callback();
      },
    });
    socket.on('data', (bytes: Buffer) => {
      // The client knows first that the handshake is done: its next bytes stand in no packet.
      if (bytes[0] !== PACKET.prelogin) isHandshake = false;
      if (isHandshake) handshake.push(bytes);
      else raw.push(bytes);
    });
    socket.on('close', () => raw.destroy());
    const secure = new TLSSocket(raw, {
      isServer: true,
      cert: certificate.cert,
      key: certificate.key,
      maxVersion: 'TLSv1.2',
    });
    secure.on('error', () => socket.destroy());
    secure.on('secure', () => {
      this.output = secure;
    });
    secure.on('data', this.onPlainData);
  }

  private login(login: Login): void {
    this.options.onLogin(login);
    const refusal = this.options.refuse(login);
    if (refusal !== undefined) {
      this.send(Buffer.concat([error(18456, refusal, 14), done('last', ['error'])]));
      return;
    }
    const federated = this.isFederated ? [featureAck()] : [];
    this.send(
      Buffer.concat([databaseChange(login.database), collationChange(), loginAck(), ...federated, done('last', [])]),
    );
  }

  private async call(call: ExecuteSql): Promise<void> {
    const running = new AbortController();
    this.running = running;
    let isEnded = false;
    const write = async (tokens: Buffer, isLast: boolean) => {
      running.signal.throwIfAborted();
      if (this.output.write(packets(PACKET.reply, tokens, isLast))) return;
      await once(this.output, 'drain', { signal: running.signal });
    };
    const reply: Reply = {
      signal: running.signal,
      write: (tokens) => write(tokens, false),
      end: async () => {
        isEnded = true;
        await write(Buffer.alloc(0), true);
      },
      cut: () => {
        isEnded = true;
        this.socket.destroy();
      },
    };
    this.attended = (async () => {
      try {
        await this.options.answer(call, reply);
      } catch (thrown) {
        if (!running.signal.aborted) throw thrown;
      }
      if (!isEnded && !this.output.destroyed) this.output.write(packets(PACKET.reply, Buffer.alloc(0), true));
    })();
    await this.attended;
  }

  /** Ends the reply where it stands; the answer to the attention is a message of its own. */
  private async attention(): Promise<void> {
    this.options.onAttention();
    this.running?.abort();
    await this.attended;
    this.send(done('last', ['attention']));
  }

  private send(tokens: Buffer): void {
    this.output.write(packets(PACKET.reply, tokens, true));
  }
}
