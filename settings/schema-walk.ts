import * as z from "zod";
import type { Segment } from "./path";

/** The schemas that a value at a path may have to fit: several under a union, none where nothing is known. */
export function schemasAt(schema: z.core.$ZodType, path: readonly Segment[]): z.core.$ZodType[] {
  return path.reduce<z.core.$ZodType[]>((schemas, segment) => schemas.flatMap((one) => child(one, segment)), [schema]);
}

/** The keys that an object at a path may have. */
export function keysAt(schema: z.core.$ZodType, path: readonly Segment[]): string[] {
  return schemasAt(schema, path)
    .flatMap(options)
    .flatMap((option) => (option instanceof z.ZodObject ? Object.keys(option.shape) : []));
}

/**
 * The valid parts of a value, defaults filled in: what fits its schema, without the keys and items that do not.
 * So rules can run over the settings that are right when others are wrong.
 */
export function validParts(schema: z.core.$ZodType, value: unknown): unknown {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) {
    const list = options(schema).find((option) => option instanceof z.ZodArray);
    return list && value.map((item) => validParts(list.element, item));
  }
  const given = value as Record<string, unknown>;
  const entries = partsOf(schema, given).map(([key, part]) => [key, validParts(part, given[key])]);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
}

/** The keys that an object or a map may have here, with their schemas. */
function partsOf(schema: z.core.$ZodType, given: Record<string, unknown>): [string, z.core.$ZodType][] {
  const all = options(schema);
  const objects = all.filter((option) => option instanceof z.ZodObject);
  const object = objects.find((option) => isMeant(option, given)) ?? objects[0];
  if (object) return Object.entries(object.shape);
  const record = all.find((option) => option instanceof z.ZodRecord);
  if (!record) return [];
  const keys = Object.keys(given).filter((key) => z.safeParse(record.keyType, key).success);
  return keys.map((key) => [key, record.valueType]);
}

/** Whether every constant of one option of a union is as in the value. */
function isMeant({ shape }: z.ZodObject, given: Record<string, unknown>): boolean {
  return Object.entries(shape).every(
    ([key, part]) => !(part instanceof z.ZodLiteral) || part.values.has(given[key] as never),
  );
}

function child(schema: z.core.$ZodType, segment: Segment): z.core.$ZodType[] {
  return options(schema).flatMap((option) => {
    if (option instanceof z.ZodObject) return Object.hasOwn(option.shape, segment) ? [option.shape[segment]] : [];
    if (option instanceof z.ZodRecord) return [option.valueType];
    return option instanceof z.ZodArray ? [option.element] : [];
  });
}

/** The schema without the wrappers of defaults and optional values. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable;
  return isWrapper ? unwrapped(schema.unwrap()) : schema;
}

/** The same; each option of a union. */
function options(schema: z.core.$ZodType): z.core.$ZodType[] {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodUnion ? inner.options.flatMap(options) : [inner];
}
