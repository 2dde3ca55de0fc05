import { plainValue } from "../../hcl/node";
import { type Mistake, mistakeAt } from "../../mistake";
import { isAws } from "../../rule";
import { at, placeOf, type StackView, textAt } from "./view";

/**
 * The stacks whose roles the pipelines of their environment may not make, because the account's stack does not list the name of their system:
 * AWS would refuse them in the middle of a deploy.
 */
export function unlistedSystems(views: readonly StackView[]): [view: StackView, mistake: Mistake][] {
  const listed = views.flatMap((account) => {
    const systems = account.stack.platform === "account" ? at(account, "pipelines.systems") : undefined;
    return systems?.kind === "list" ? [{ account, names: plainValue(systems) as unknown[], place: systems.place }] : [];
  });
  return views.flatMap((view): [StackView, Mistake][] => {
    const { platform, environment } = view.stack;
    if (platform === "account" || !isAws(platform)) return [];
    const name = textAt(view, "name");
    const own = listed.find(
      ({ account }) =>
        account.stack.environment === environment && textAt(account, "account_id") === textAt(view, "account_id"),
    );
    if (!own || name === undefined || own.names.includes(name)) return [];
    const { file, line } = own.place;
    const mistake = mistakeAt(placeOf(view, "name"), {
      problem: "the pipelines of the environment may not make its roles",
      expected: `"${name}" in account.pipelines.systems (${file}:${line})`,
      found: own.names.join(", "),
    });
    return [[view, mistake]];
  });
}
