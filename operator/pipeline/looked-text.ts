import { summaryOf } from "../drift/report";
import { driftMarkdown } from "../drift/report-markdown";
import { plansMarkdown } from "../plan/markdown/plan-markdown";
import type { Looked } from "./looked";
import { watchedMarkdown } from "./watched";

/** What was found, for people. The first line of a plan's text is its marker. @param most bytes */
export function markdownOf(looked: Looked, most: number): string {
  switch (looked.what) {
    case "plan":
      return plansMarkdown(looked.plans, { marker: looked.name, commit: looked.commit, most });
    case "drift":
      return driftMarkdown(looked.drifts, looked.failed, looked.accepted, most);
    case "due":
    case "health":
      return watchedMarkdown(looked.what, looked.findings, looked.stacks, most);
  }
}

/** The stacks of which something could not be looked at, with why. */
export function unseenOf(looked: Looked): { readonly stack: string; readonly error: string }[] {
  switch (looked.what) {
    case "plan":
      return looked.plans.flatMap(({ id, plan, error = "" }) => (plan ? [] : [{ stack: id, error }]));
    case "drift":
      return [...looked.failed];
    case "due":
    case "health":
      return looked.findings
        .filter(({ level }) => level === "unknown")
        .map(({ stacks, topic, subject, detail }) => ({
          stack: stacks.join(", "),
          error: `${topic} ${subject}: ${detail}`.replace(" :", ":"),
        }));
  }
}

/**
 * What an issue lists, a line each without values, so that two looks can be compared. What could not be looked at is a line too: a look that
 * finds nothing because it saw nothing must not close an issue.
 */
export function itemsOf(looked: Looked): string[] {
  if (looked.what === "plan") return [];
  if (looked.what === "drift") {
    const drifted = looked.drifts.filter(({ status }) => status === "drift");
    return [
      ...drifted.flatMap((drift) => summaryOf(drift).map((line) => `${drift.stack}: ${line}`)),
      ...looked.failed.map(({ stack }) => `${stack}: not compared`),
      ...looked.accepted.expired,
    ];
  }
  return looked.findings.map(({ stacks, topic, subject, level }) => {
    const what = [topic, subject].filter(Boolean).join(" ");
    return `${stacks.join(", ")}: ${what}${level === "unknown" ? ": not looked at" : ""}`;
  });
}
