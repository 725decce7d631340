/** Why a policy cannot be evaluated, as the construct that stands in the way. Never leaves `policy/`. */
export class PolicyDenial extends Error {
  override readonly name = 'PolicyDenial';

  constructor(readonly construct: string) {
    super(`The policy uses ${construct}.`);
  }
}
