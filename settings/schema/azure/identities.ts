import type * as z from "zod";
import type { Rule } from "../../rule";
import { eachIdentityOnce } from "../once";
import { rule } from "../rules";
import type { azure } from "./schema";

type Azure = z.infer<typeof azure>;

/** Rules of the identities in Entra ID: those that settings name, and those that the stack makes. */
export const azureIdentities: Rule[] = [
  // A second one is refused with RoleAssignmentExists.
  rule<Azure>(["deployers"], ({ deployers }) =>
    eachIdentityOnce(
      Object.entries(deployers).map(([name, id]) => [`deployers.${name}`, id]),
      "Azure takes one role assignment",
    ),
  ),
  rule<Azure>(["database"], ({ database }) =>
    eachIdentityOnce(
      Object.entries(database?.administrators ?? {}).map(([name, { object_id }]) => [
        `database.administrators.${name}.object_id`,
        object_id,
      ]),
      "a server takes one administrator",
    ),
  ),
  // The users of a cache have no hyphens in their names.
  rule<Azure>(["application.components", "cache"], function* ({ application: { components }, cache }) {
    const names = cache ? Object.keys(components) : [];
    const plain = names.map((name) => name.replaceAll("-", ""));
    for (const [index, name] of names.entries()) {
      const first = names[plain.indexOf(plain[index] ?? "")];
      if (first === name) continue;
      yield {
        path: `application.components.${name}`,
        expected: `another name than ${first}, from which it differs in hyphens only`,
        found: name,
      };
    }
  }),
];
