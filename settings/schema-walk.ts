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
  const [object] = options(schema).filter((option) => option instanceof z.ZodObject);
  if (!object || typeof value !== "object" || value === null) return undefined;
  const given = value as Record<string, unknown>;
  const entries = Object.entries(object.shape).map(([key, part]) => [key, validParts(part, given[key])]);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined));
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
