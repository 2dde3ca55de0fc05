import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { StackView } from "../../../operator/preflight/look/stack-view";
import { notesOf } from "../../../operator/runbooks/notes";
import { page } from "../../../operator/runbooks/page";
import { StackFacts } from "../../../operator/runbooks/stack-facts";
import { exampleSettings, exampleStack, examples, root } from "../../stacks/synthesized";

/** The page of a stack of the examples, from its JSON. */
export function examplePage(id: string, json: string) {
  const { environment, platform, system = "" } = exampleStack(id);
  const dependents = examples.stacks.filter(({ needs }) => needs.includes(id)).map((stack) => stack.id);
  const facts = new StackFacts(new StackView(id, json), dependents);
  const file = `systems/${system}/runbook.md`;
  const notes = notesOf(file, existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "");
  const props = { facts, system, environment, platform, team: exampleSettings(id).notifications.warning, notes };
  return { facts, props, text: page(props) };
}
