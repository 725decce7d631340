/** The stand-in of Unity Catalog in a process of its own. Environment: FOLDER, CERT and KEY (PEM), LATENCY_MS. */
import { UnityStandin } from '../../standins/unity/unity-standin.js';
import { OWNER } from './write-catalog.js';

const { FOLDER = '', CERT = '', KEY = '', LATENCY_MS = '0' } = process.env;

const standin = await UnityStandin.start({
  folder: FOLDER,
  certificate: { cert: CERT, key: KEY },
  accepts: () => true,
  self: OWNER,
  latencyMs: Number(LATENCY_MS),
});

/** Any message is answered with the calls since the last one. */
process.on('message', () => process.send?.(standin.calls.splice(0)));
process.on('disconnect', () => void standin.stop());
process.send?.(standin.host);
