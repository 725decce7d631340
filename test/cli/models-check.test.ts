import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run-cli.js';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';

const section = (input: string) => `models:
  delay:
    kind: mlflow
    url: http://127.0.0.1:1
    mlmodel: model/MLmodel
    inputs: { distance: ${input} }
    output: double
    groups: [ops]
`;
const MLMODEL = `signature:
  inputs: '[{"type": "double", "name": "distance", "required": true}]'
  outputs: '[{"type": "double"}]'
`;

let sandbox: Sandbox;
let settings = '';

beforeAll(() => {
  sandbox = createSandbox({ lakehouse: false });
  settings = sandbox.read('gateway.yaml');
  sandbox.edit('flights.graphql', '  distance: Int\n', '  distance: Int\n  late: Float @model(endpoint: "delay")\n');
});
afterAll(() => sandbox.remove());

async function check() {
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  const io = { env: sandbox.env, stdout: write, stderr: write, resolversFolder: 'resolvers' };
  const code = await runCli(['node', 'medallion', 'check'], io);
  return { code, lines: output.trimEnd().split('\n') };
}

test('medallion check reads the file of a saved model, and says where gateway.yaml differs', async () => {
  sandbox.write('gateway.yaml', `${settings}\n${section('double')}`);
  const unread = await check();
  expect(unread.code).toBe(0);
  expect(unread.lines[0]).toMatch(
    /^gateway\.yaml:1:1 warning The signature of model "delay" could not be read: ENOENT/u,
  );
  sandbox.write('model', MLMODEL);
  sandbox.write('gateway.yaml', `${settings}\n${section('double').replace('model/MLmodel', 'model')}`);
  expect(await check()).toEqual({ code: 0, lines: ['The contract fits: 4 types.'] });
  sandbox.write('gateway.yaml', `${settings}\n${section('float').replace('model/MLmodel', 'model')}`);
  expect(await check()).toEqual({
    code: 1,
    lines: [
      'gateway.yaml:1:1 error Model "delay" is declared otherwise: its input "distance" is double, not float.',
      '1 error.',
    ],
  });
});
