import { interruptions } from "../plan-effects";
import { valuesText } from "../plan-words";
import type { StackPlan } from "../stack-plan";
import { code, firstOf, listed } from "./escape";

/** What a reader must not miss, one line each. */
export function alarmsOf({ id, destroy, changes, takenBack = [], stateStores = [] }: StackPlan): string[] {
  const found = interruptions(changes).map(({ what, address, how }) => `${what} ${code(address)} (${how})`);
  return [
    ...(destroy ? ["**Destroys the whole stack.**"] : []),
    ...(found.length > 0 ? [`**May interrupt service:** ${firstOf(found).join(", ")}`] : []),
    ...takenBack.map(
      ({ variable, running, planned, addresses }) =>
        `**Takes a running image back:** ${code(running)} runs, this plan runs ${code(planned)}, which the settings say ` +
        `(${listed(addresses)}). To keep it: ${code(`--var ${variable}=${running}`)}`,
    ),
    ...stateStores.map(
      ({ kind, name, stacks }) =>
        `**Deletes the ${kind}** ${code(name)} of ${firstOf(stacks).join(", ")}: only ${code(`npm run destroy -- ${id}`)} ` +
        "may, once no other stack has resources",
    ),
  ];
}

/** What is said below the table, one paragraph each. */
export function notesOf(plan: StackPlan): string[] {
  const values = valuesText(plan).map(({ name, value, note }) => `${code(`${name} = ${value}`)} (${code(note)})`);
  const outputs = Object.entries(plan.outputs).map(([name, action]) => `${code(name)} (${code(action)})`);
  return [
    ...(values.length > 0 ? [`Values: ${values.join(", ")}`] : []),
    ...(outputs.length > 0 ? [`Outputs: ${firstOf(outputs).join(", ")}`] : []),
    ...givenNotes(plan),
  ];
}

/** What decides about this plan and is in no file of the project. */
export function givenNotes({ overrides = [], environment = [] }: StackPlan): string[] {
  return [
    ...(overrides.length > 0 ? [`By \`--settings\`: ${listed(overrides)}`] : []),
    ...(environment.length > 0 ? [`Set in the environment, and part of this plan: ${listed(environment)}`] : []),
  ];
}
