import type { Problem } from '../../catalog/problem.js';
import type { GatewayConfig } from '../../config/config.js';
import { openSignIn } from '../../identity/sign-in.js';
import { checkModel } from '../../sources/model-serving/check-model.js';

/** Models are settings: that is the place that a fault of theirs has. */
const LOCATION = { file: 'gateway.yaml', line: 1, column: 1 } as const;

/** Where the models of gateway.yaml differ from what is served. One that cannot be asked is a warning. */
export async function findModelProblems(config: GatewayConfig, signal: AbortSignal): Promise<readonly Problem[]> {
  const signIn = openSignIn(config.identity);
  const found = await Promise.all(
    Object.entries(config.models).map(async ([name, model]): Promise<readonly Problem[]> => {
      const checked = await checkModel(name, model, signIn.at(model), signal);
      const problem = (severity: Problem['severity'], message: string) => ({ severity, location: LOCATION, message });
      if (checked.kind === 'unread') {
        return [problem('warning', `The signature of model "${name}" could not be read: ${checked.reason}.`)];
      }
      return checked.differences.map((difference) =>
        problem('error', `Model "${name}" is declared otherwise: ${difference}.`),
      );
    }),
  );
  return found.flat();
}
