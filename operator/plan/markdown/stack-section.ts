import type { AttributeChange } from "../plan-attributes";
import { byHandText, computedText, countText, isSpelling, reasonOf, sidesOf, signOf, spelling } from "../plan-words";
import type { Change, PlanAction, StackPlan } from "../stack-plan";
import { code, listed } from "./escape";
import type { Part } from "./fitted";
import { alarmsOf, notesOf } from "./stack-notes";

/** `made` is a line about a resource that is folded, `values` what changes of one. */
export type Kind = "alarm" | "row" | "made" | "values" | "note";

export interface SectionPart extends Part {
  readonly kind: Kind;
}

/** What a document says of one stack: a heading, and parts of which each may be left out. */
export interface StackSection {
  readonly id: string;
  readonly heading: string;
  /** What the table of all stacks says of it. */
  readonly overview: string;
  readonly parts: readonly SectionPart[];
}

/** In words, because a table has no colours. */
const words: Readonly<Record<PlanAction, string>> = {
  delete: "**destroyed**",
  replace: "**replaced**",
  forget: "forgotten",
  update: "changed",
  move: "moved",
  import: "imported",
  create: "made",
};

/** More than this are made: they are folded. */
const mostMade = 20;

/** By rank: what goes away, what people must not miss, what is changed, what is made, then the values in the same order, and the rest. */
const ranks = { gone: 0, alarm: 1, changed: 2, made: 3, goneValues: 4, changedValues: 5, note: 6 };

/** What a plan with changes says. */
export function stackSection(plan: StackPlan, overview: string): StackSection {
  const { id, changes, drift } = plan;
  const made = changes.filter(({ action }) => action === "create");
  const isFolded = made.length > mostMade;
  const rest = changes.filter((change) => !isGone(change) && !(isFolded && change.action === "create"));
  return {
    id,
    heading: `### ${id}: ${countText(changes) || "only outputs change"}`,
    overview,
    parts: [
      ...alarmsOf(plan).map((text): SectionPart => ({ kind: "alarm", rank: ranks.alarm, text: `> ${text}` })),
      ...changes.filter(isGone).map(rowOf),
      ...drift.map(({ address, action }): SectionPart => {
        const text = `| **by hand** | ${code(address)} | ${byHandText(action)}; this plan puts it right |`;
        return { kind: "row", rank: ranks.changed, text };
      }),
      ...rest.map(rowOf),
      ...drift.flatMap(({ address, action, attributes }) =>
        valuesOf(`! ${address} ${byHandText(action)}`, attributes, 0, ranks.changedValues),
      ),
      ...changes.flatMap((change) =>
        valuesOf(
          `${signOf(change)} ${change.address}`,
          change.attributes ?? [],
          change.computed?.length ?? 0,
          isGone(change) ? ranks.goneValues : ranks.changedValues,
        ),
      ),
      ...(isFolded ? made : []).map(
        ({ address }): SectionPart => ({ kind: "made", rank: ranks.made, text: `+ ${address}` }),
      ),
      ...notesOf(plan).map((text): SectionPart => ({ kind: "note", rank: ranks.note, text })),
    ],
  };
}

const isGone = ({ action }: Change) => action === "delete" || action === "replace";

function rankOf(change: Change): number {
  if (isGone(change)) return ranks.gone;
  return change.action === "create" ? ranks.made : ranks.changed;
}

function rowOf(change: Change): SectionPart {
  const { address, action, attributes = [], computed = [] } = change;
  const forcing = attributes.filter(({ forcesReplacement }) => forcesReplacement).map(({ path }) => path);
  const others = [...new Set(attributes.map(({ path }) => path))].filter((path) => !forcing.includes(path));
  const what = [
    reasonOf(change) && code(reasonOf(change) ?? ""),
    forcing.length > 0 && `forced by ${listed([...new Set(forcing)])}`,
    others.length > 0 && listed(others),
    computed.length > 0 && computedText(computed.length),
    change.createdFirst && "the new one is made first",
    change.isProtected && "**it is protected: the apply would fail**",
    isSpelling(change) && spelling,
  ].filter(Boolean);
  const text = `| ${words[action]} | ${code(address)} | ${what.join("; ")} |`;
  return { kind: "row", rank: rankOf(change), text };
}

function valuesOf(
  title: string,
  attributes: readonly AttributeChange[],
  computed: number,
  rank: number,
): readonly SectionPart[] {
  if (attributes.length === 0) return [];
  const more = computed > 0 ? [`    ${computedText(computed)}`] : [];
  return [{ kind: "values", rank, text: [title, ...attributes.map(attributeLine), ...more].join("\n") }];
}

function attributeLine(attribute: AttributeChange): string {
  const { from, to } = sidesOf(attribute);
  const forces = attribute.forcesReplacement ? " (forces replacement)" : "";
  const sides = from === undefined ? `+ ${to ?? "(none)"}` : to === undefined ? `- ${from}` : `${from} → ${to}`;
  return `    ${attribute.path}: ${sides}${forces}`;
}
