import type * as z from "zod";
import { under } from "../../path";
import type { Finding, Rule } from "../../rule";
import { rule } from "../rules";
import type { tags } from "./tags";

interface Tagged {
  readonly tags: z.infer<typeof tags>;
}

/** What IAM, and most services of AWS like it, take in a tag's value (IAM API reference, "Tag"). */
const awsValue = /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u;

/** Labels of the stack itself on Google Cloud, whose keys are words with _ between them. */
const googleKeys = ["data_class", "managed_by"];

const tagRule = (problemOf: (key: string, value: string) => Omit<Finding, "path"> | undefined): Rule =>
  rule<Tagged>(["tags"], function* ({ tags: all }) {
    for (const [name, text] of Object.entries(all)) {
      const finding = problemOf(name, text);
      if (finding) yield { path: under("tags", name), ...finding };
    }
  });

/** What AWS refuses in a tag. */
export const awsTags = tagRule((_, found) =>
  awsValue.test(found)
    ? undefined
    : { problem: "a tag that AWS refuses", expected: "letters, digits, spaces and _ . : / = + - @", found },
);

/** What Google Cloud refuses in a label, or would lose: the stack's own labels win (Resource Manager, "Requirements for labels"). */
export const googleLabels = tagRule((name) =>
  googleKeys.includes(name.toLowerCase()) || /^goog-/i.test(name)
    ? {
        problem: "a label that is not free",
        expected: "another key than that of the stack's own label, or of Google's",
        found: name,
      }
    : undefined,
);

/** The beginnings of keys that Azure keeps for itself ("Use tags to organize your Azure resources", "Limitations"). */
export const azureTags = tagRule((name) =>
  /^(microsoft|azure|windows)/i.test(name)
    ? {
        problem: "a tag that Azure refuses",
        expected: 'a key that does not begin with "microsoft", "azure" or "windows"',
        found: name,
      }
    : undefined,
);
