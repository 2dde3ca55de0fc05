import * as z from "zod";
import { showLiteral } from "./hcl/literal";
import { blockName, isFixed, type SettingsSchema } from "./rule";
import { settingsSchema } from "./schema/index";
import { type JsonSchema, toJsonSchema, typeText } from "./type-text";

const placeKeyNames = Object.keys(settingsSchema.placeKeys)
  .map((key) => (key === "cluster" ? "a `cluster` that no system makes" : `\`${key}\``))
  .join(", ");

const intro = `# Settings

What tfvars files may hold. Generated from \`settings/schema/\` by \`npm run settings:reference\`; do not edit.

Layers, later ones win: \`environments/base.tfvars\`, \`<environment>.tfvars\` and \`regions/<region>.tfvars\` of the same folder,
\`systems/<system>/base.tfvars\`, \`<environment>.tfvars\` of the same folder, then the files named with \`--settings\`. Objects merge by key, lists and scalars replace, and \`null\` takes a
value away. Files hold literals only: no interpolation, no function, no
reference; \`$\${\` and \`%%{\` are the texts \`\${\` and \`%{\`, and every text arrives as it was written. A platform's block may override any shared
setting of its file.
Only files of \`environments/\` may hold
${placeKeyNames}.
`;

/** The reference page of every setting: a table per block. */
export function settingsReference({ shared, platforms }: SettingsSchema = settingsSchema): string {
  const sharedRows = rows(toJsonSchema(z.object(shared)), "").filter(({ key }) => !isFixed(key));
  const known = new Set(sharedRows.map(rowText));
  const isBlock = (name: string) =>
    sharedRows.some(({ key }) => /^[.[]/.test(key.slice(name.length)) && key.startsWith(name));
  const names = Object.keys(shared).filter((name) => !isFixed(name));
  const single = sharedRows.filter(({ key }) => names.includes(key) && !isBlock(key));
  const sharedSections = names.filter(isBlock).map((name) =>
    section(
      `\`${name}\``,
      sharedRows.filter(({ key }) => key.split(/[.[]/)[0] === name),
    ),
  );
  const platformSections = Object.entries(platforms).map(([platform, { schema }]) =>
    section(
      `\`${blockName(platform)}\`: what only \`${platform}\` stacks read`,
      rows(toJsonSchema(schema), "").filter((row) => !isFixed(row.key) && !known.has(rowText(row))),
    ),
  );
  return [intro, section("Top level", single), ...sharedSections, ...platformSections].join("\n");
}

interface Row {
  readonly key: string;
  readonly type: string;
  readonly value: string;
  readonly limits: string;
  readonly description: string;
}

/** One row for every value under a schema, and one for a block that is described itself. */
function rows(schema: JsonSchema, key: string, isRequired = false): Row[] {
  const { type, limits } = typeText(schema);
  const nested = Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
    rows(part, key ? `${key}.${name}` : name, schema.required?.includes(name)),
  );
  const element = schema.type === "array" ? schema.items : schema.additionalProperties;
  if (typeof element === "object" && element.type === "object") {
    nested.push(...rows(element, schema.type === "array" ? `${key}[]` : `${key}.<name>`));
  }
  const isBlock = nested.length > 0;
  if (isBlock && !schema.description) return nested;
  const value = isBlock ? "" : defaultText(schema, isRequired);
  return [{ key, type, value, limits, description: schema.description ?? "" }, ...nested];
}

function defaultText(schema: JsonSchema, isRequired: boolean): string {
  if (schema.default !== undefined) return `\`${showLiteral(schema.default)}\``;
  return isRequired ? "required" : "not set";
}

function section(title: string, content: readonly Row[]): string {
  const header = "| key | type | default | limits | what it is |\n|---|---|---|---|---|";
  return `## ${title}\n\n${[header, ...content.map(rowText)].join("\n")}\n`;
}

function rowText({ key, type, value, limits, description }: Row): string {
  const cells = [`\`${key}\``, type, value, limits, description].map((cell) => cell.replaceAll("|", "\\|"));
  return `| ${cells.join(" | ")} |`;
}
