import type { Source } from '../../../../src/sources/source.js';
import { createSandbox } from '../../../http/support/sandbox.js';
import { type ModelServer, startModelServer } from '../../../standins/models/model-server.js';
import { type DemoGateway, startDemo } from '../../../support/demo-gateway.js';

/** The demo with fields of airports and flights that a model server answers. */
export interface ModelsGateway extends DemoGateway {
  /** Gives `latitude * 1000 + longitude`, and an hour more where one is given. */
  readonly server: ModelServer;
}

const SDL = `extend type Airport {
  reach(hour: Int = 0): Float @model(endpoint: "reach", inputs: ["lat: latitude", "lon: longitude", "hour"])
  sureReach: Float! @model(endpoint: "sure", inputs: ["lat: latitude", "lon: longitude", "code: iata"], output: "reach")
  label(code: String): String
    @model(endpoint: "sure", inputs: ["lat: latitude", "lon: longitude", "code"], output: "label")
}
extend type Flight {
  risk: Float @model(endpoint: "risk", inputs: ["distance", "origin: origin_iata"])
}
`;

const section = (url: string, settings: string, timeoutMs: number) => `models:
  reach:
    kind: mlflow
    url: ${url}
    inputs: { lat: double, lon: double, hour: integer }
    output: double
    groups: [account users]
    nulls: send
    cacheSeconds: 0
    timeoutMs: ${timeoutMs}
    ${settings}
  sure:
    kind: mlflow
    url: ${url}/sure/
    inputs: { lat: double, lon: double, code: string }
    output: { reach: double, label: string }
    groups: [ops, west]
    cacheSeconds: 0
  risk:
    kind: mlflow
    url: ${url}/risk
    inputs: { distance: double, origin: string }
    output: double
    groups: [ops]
    cacheSeconds: 0
`;

export interface ModelsGatewayOptions {
  /** In place of the demo's own. */
  readonly sources?: ReadonlyMap<string, Source>;
  /** Of one call of the model `reach`. */
  readonly timeoutMs?: number;
}

/** Starts both. @param settings further lines of the model `reach`, indented by four */
export async function startModelsGateway(
  settings = '',
  { sources, timeoutMs = 500 }: ModelsGatewayOptions = {},
): Promise<ModelsGateway> {
  const server = await startModelServer({
    predict: ({ lat, lon, hour, code, origin, distance }) => {
      if (origin !== undefined) return distance;
      const reach = Number(lat) * 1000 + Number(lon) + Number(hour ?? 0);
      return code === undefined ? reach : { reach, label: `${code}!` };
    },
  });
  const sandbox = createSandbox({ lakehouse: false });
  sandbox.write('models.graphql', SDL);
  sandbox.write('gateway.yaml', `${sandbox.read('gateway.yaml')}\n${section(server.url, settings, timeoutMs)}`);
  sandbox.set('maxResponseBytes', 1_000_000);
  const demo = await startDemo({ schemaDir: sandbox.schemaDir, ...(sources === undefined ? {} : { sources }) });
  return {
    ...demo,
    server,
    async close() {
      await demo.close();
      await server.close();
      sandbox.remove();
    },
  };
}
