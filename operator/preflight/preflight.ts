import { Account, accountsOf } from "./aws/account";
import { costTagFindings } from "./aws/cost-tags";
import { modelFindings } from "./aws/models";
import { nameFindings } from "./aws/names";
import { quotaFindings } from "./aws/quotas";
import { roleFindings } from "./aws/roles";
import { secretFindings } from "./aws/secrets";
import { stateFindings } from "./aws/state";
import { azureFindings } from "./azure/azure";
import { googleToken } from "./google/call";
import { googleFindings } from "./google/google";
import type { Finding } from "./look/finding";
import type { StackView } from "./look/stack-view";
import { imageFindings } from "./registries/images";

/** The order in which findings are shown: what the others hang on comes first. */
const order = [
  "identity",
  "state",
  "lock",
  "billing",
  "API",
  "registration",
  "quota",
  "role",
  "service-linked role",
  "zone",
  "certificate",
  "bucket",
  "image",
  "secret",
  "model",
  "cost-allocation tag",
];

/**
 * Looks at what must be there before stacks are deployed for the first time, and changes nothing. Never throws for what it finds.
 * @param stacks the named stacks
 * @param all every stack of their accounts, projects and subscriptions, the named ones too: they share quotas, and make what others name
 */
export async function preflight(stacks: readonly StackView[], all: readonly StackView[]): Promise<Finding[]> {
  const accounts = accountsOf(stacks, all, (...props) => new Account(...props));
  const signIns = await Promise.all(accounts.map((account) => account.signIn()));
  const found = await Promise.all([
    signIns,
    stateFindings(stacks, all),
    ...accounts.flatMap((account) => [
      quotaFindings(account),
      roleFindings(account),
      nameFindings(account),
      secretFindings(account),
      modelFindings(account),
      costTagFindings(account),
    ]),
    imageFindings(stacks, all, {
      accounts,
      google: () =>
        googleToken().then(
          (token) => `Bearer ${token}`,
          () => undefined,
        ),
    }),
    googleFindings(stacks, all),
    azureFindings(stacks, all),
  ]);
  return found.flat().sort((a, b) => order.indexOf(a.check) - order.indexOf(b.check));
}
