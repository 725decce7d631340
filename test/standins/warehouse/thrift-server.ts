import { createRequire } from 'node:module';

interface Protocol {
  readMessageBegin(): { readonly fname: string };
}

interface Transport {
  readonly receiver: (callback: (transport: unknown, sequence: number) => void) => (data: Buffer) => void;
  new (buffer: undefined, onFlush: (data: Buffer) => void): unknown;
}

interface Thrift {
  readonly TBufferedTransport: Transport;
  readonly TBinaryProtocol: new (transport: unknown) => Protocol;
}

interface Service {
  readonly Processor: new (handler: object) => { process(input: Protocol, output: Protocol): void };
}

// The driver's own copies: what it writes is read by the code that was made from the same definition.
const load = createRequire(import.meta.url);
const { TBufferedTransport, TBinaryProtocol } = createRequire(load.resolve('@databricks/sql'))('thrift') as Thrift;
const { Processor } = load('@databricks/sql/thrift/TCLIService.js') as Service;

/** Name of the method that a message calls. */
export function methodOf(message: Buffer): string {
  let name = '';
  TBufferedTransport.receiver((transport) => {
    name = new TBinaryProtocol(transport).readMessageBegin().fname;
  })(message);
  return name;
}

/** Lets `handler` answer one message. @param handler a method of one argument, giving a promise, for each call */
export function answer(message: Buffer, handler: object): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const output = new TBinaryProtocol(new TBufferedTransport(undefined, resolve));
    try {
      TBufferedTransport.receiver((transport) => {
        new Processor(handler).process(new TBinaryProtocol(transport), output);
      })(message);
    } catch (error) {
      reject(error);
    }
  });
}
