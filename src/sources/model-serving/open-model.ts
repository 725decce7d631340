import { endpointAddress } from './endpoint-address.js';
import { ModelEndpoint } from './model-endpoint.js';
import type { ModelPlace, ModelServices, ModelSettings } from './settings.js';

/** Opens a serving endpoint of any kind; calls nothing yet. */
export function openModel(name: string, settings: ModelPlace & ModelSettings, services: ModelServices): ModelEndpoint {
  return new ModelEndpoint(name, settings, endpointAddress(name, settings, services));
}
