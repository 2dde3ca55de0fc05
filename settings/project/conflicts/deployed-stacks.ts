import { type Mistake, mistakeAt } from "../../mistake";
import { nearestName } from "../../nearest";
import type { Project, StackReference } from "../stacks";
import { at, type StackView, textAt } from "./view";

/** The platforms whose images an application's repository deploys with a role of the account. */
const isDeployed = ({ platform }: StackReference) => platform === "gcp" || platform === "azure";

/**
 * Keys of `account.deploys` that name no stack on Google Cloud or Azure of the environment, or one whose state is not in the account: the role
 * would be made, and reach nothing.
 */
export function undeployedStacks(
  views: readonly StackView[],
  { stacks }: Project,
): [view: StackView, mistake: Mistake][] {
  return views.flatMap((account) => {
    const deploys = account.stack.platform === "account" ? at(account, "deploys") : undefined;
    if (deploys?.kind !== "object") return [];
    const { environment } = account.stack;
    const own = stacks.filter((stack) => stack.environment === environment);
    const ids = own.filter(isDeployed).map(({ id }) => id);
    return [...deploys.entries].flatMap(([id, { place }]): [StackView, Mistake][] => {
      const mistake = (problem: string, expected: string, found: string): [StackView, Mistake][] => [
        [account, mistakeAt(place, { problem, expected, found })],
      ];
      if (!ids.includes(id)) {
        const other = own.find((stack) => stack.id === id);
        return mistake(
          `no stack on Google Cloud or Azure in ${environment}`,
          ids.length > 0 ? nearestName(id, ids) : "no such key",
          other ? `${id}, which is on ${other.platform}` : id,
        );
      }
      const stack = views.find((view) => view.stack.id === id);
      const where = stack && otherPlace(stack, account);
      return where === undefined ? [] : mistake("its state is not in this account", "no such key", `${id}, ${where}`);
    });
  });
}

/** Where the state of a stack is if it is not in the bucket of the account's stack. With states of both in HCP Terraform a rule of its own says so. */
function otherPlace(stack: StackView, account: StackView): string | undefined {
  if (at(account, "state.cloud")) return undefined;
  if (at(stack, "state.cloud")) return "whose state is in HCP Terraform";
  const [own, other] = [textAt(account, "account_id"), textAt(stack, "account_id")];
  return own === other ? undefined : `whose state is in account ${other}`;
}
