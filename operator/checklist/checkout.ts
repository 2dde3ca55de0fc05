import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackView } from "../preflight/look/stack-view";
import { no, type Seen, unseen, yes } from "./item";

/** What `npm test` leaves: the commit that it tested, and how it ended. */
interface Tested {
  readonly commit: string;
  readonly passed: boolean;
  readonly at: string;
}

/** Whether the commit of this checkout was tested here. @param root the operator's own folder */
export function testsOf(root: string, commit: string | undefined): Seen {
  if (commit === undefined) return unseen("the checkout is none of Git");
  if (commit.endsWith("-dirty")) return no(`files differ from the commit ${commit.slice(0, 12)}: commit them first`);
  const file = join(root, "tested.json");
  const tested = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Tested) : undefined;
  if (tested?.commit !== commit) return unseen(`npm test has not run here on ${commit.slice(0, 12)}`);
  const text = `npm test on ${commit.slice(0, 12)}, ${tested.at}`;
  return tested.passed ? yes(text) : no(`${text}: it failed`);
}

/** Whether a plan of this build is there to be read. @param found when it was made, or why there is none */
export function planSeen(found: string | Error): Seen {
  if (typeof found === "string")
    return unseen(`the plan of ${found} is of this build; that it was read, only people know`);
  const [why = ""] = found.message.split("\n");
  return /settings have changed/.test(why) ? no(why) : unseen(why);
}

/** Whether there is something to watch, and someone who is called. */
export function stackLooks(view: StackView, critical: readonly string[]): Record<"dashboards" | "onCall", Seen> {
  const dashboards = [
    "aws_cloudwatch_dashboard",
    "google_monitoring_dashboard",
    "azurerm_application_insights_workbook",
  ];
  const count = dashboards.flatMap((type) => view.bodies(type)).length;
  const inCluster = view
    .resources("kubernetes_config_map_v1")
    .filter(({ body }) => /grafana_dashboard/.test(JSON.stringify(body)));
  const all = count + inCluster.length;
  return {
    dashboards: all > 0 ? yes(`the stack has ${all}`) : no("the stack has none"),
    onCall:
      critical.length > 0
        ? unseen(`critical alarms go to ${critical.join(", ")}`)
        : no("`notifications.critical` has no address"),
  };
}
