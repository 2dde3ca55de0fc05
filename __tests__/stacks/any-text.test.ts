import fc from "fast-check";
import { type Platform, settingsSchema } from "../../settings/schema";
import { type Change, oneApplication } from "./one-application";
import { textsOfStack } from "./terraform-template";
import { textsOf } from "./texts-of-settings";

/** Every text of every setting that a schema leaves free arrives in Terraform as it was written: as a value, and as a key of a free map. */

const { build, load } = oneApplication();

type Path = readonly string[];

/** Texts that Terraform, HCL, JSON or cdktf would read as something else, from the most hostile to what a pattern may take. */
const hostile = fc.array(
  fc.constantFrom("${", "%{", "}", "$", "%", "$${", "~}", '"', "\\", "\n", " ", "a", "é", "var.image"),
  { minLength: 1, maxLength: 5 },
);
const tame = (text: string) => text.replace(/[^$%{}a-z.]/g, "");

/** What JSON within JSON makes of a text. */
const json = (text: string) => JSON.stringify(text).slice(1, -1);

/** What a label of Google Cloud makes of a text: it has no other characters. */
const label = (text: string) => text.toLowerCase().replace(/[^a-z0-9_-]/g, "-");

const platforms = Object.keys(settingsSchema.platforms) as Platform[];

test.each(platforms)("on %s", async (platform) => {
  const plain = textsOf(platform);
  const accepts = (change: Change) => !("error" in load(platform, change));
  expect(load(platform, plain)).not.toHaveProperty("error");
  const places = placesOf(plain).filter((path) => accepts(put(plain, path, (text) => `${text}q\${x}%{y}`)));
  const spacious = places.filter((path) => accepts(put(plain, path, (text) => `${text}q"\\\n\${x}`)));
  const marked = (text: (id: string, place: Path) => string) =>
    places.reduce<Change>((all, path, index) => put(all, path, (own) => own + text(`q${index}q`, path)), plain);
  const plainly = await build(
    platform,
    marked((id) => id),
  );
  const expressed = [...places.entries()].filter(([index]) => plainly.text.includes(`q${index}q`));
  expect(expressed.length).toBeGreaterThan(0);

  await fc.assert(
    fc.asyncProperty(hostile, async (parts) => {
      const written = (id: string, path: Path) =>
        `${id}${spacious.includes(path) ? parts.join("") : tame(parts.join(""))}${id}`;
      const { text, mistakes } = await build(platform, marked(written));
      expect(mistakes).toEqual([]);
      const found = textsOfStack(JSON.parse(text));
      for (const [index, path] of expressed) {
        const id = `q${index}q`;
        const right = written(id, path);
        const forms = [right, json(right), json(json(right)), ...(platform === "gcp" ? [label(right)] : [])];
        const arrived = found.filter((one) => one.includes(id));
        const wrong = arrived.filter((one) => !forms.some((form) => one.replaceAll(form, "").indexOf(id) === -1));
        expect([path.join("."), arrived.length > 0, wrong]).toEqual([path.join("."), true, []]);
      }
    }),
    { numRuns: 6, examples: [[["${", "var.image", "}", "%{", "}", "$${", "}"]], [['${file("/etc/hostname")}']]] },
  );
});

/** Every text of the settings, and every key of a map whose keys are free. */
function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key, "KEY"], ...placesOf(inner, [...path, key])]);
}

/** The settings with another text at a place. */
function put(value: unknown, [key = "", ...rest]: Path, change: (text: string) => string): Change {
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) !== key ? item : replaced(item, rest, change))) as never;
  }
  return Object.fromEntries(
    Object.entries(value as Change).map(([own, inner]) => {
      if (own !== key) return [own, inner];
      return rest[0] === "KEY" && rest.length === 1 ? [change(own), inner] : [own, replaced(inner, rest, change)];
    }),
  );
}

const replaced = (value: unknown, rest: Path, change: (text: string) => string) =>
  rest.length === 0 ? change(value as string) : put(value, rest, change);
