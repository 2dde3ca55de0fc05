import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** Attributes of the tables: texts, whole numbers, and objects of texts. */
export type Attributes = Readonly<Record<string, string | number | Readonly<Record<string, string>> | undefined>>;

/** In the format of DynamoDB, without undefined attributes. */
export function toItem(attributes: Attributes): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, toValue(value)]])),
  );
}

function toValue(value: NonNullable<Attributes[string]>): AttributeValue {
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "string") return { S: value };
  return { M: Object.fromEntries(Object.entries(value).map(([name, text]) => [name, { S: text }])) };
}

/** The attributes of an item. An attribute of another type, which only another writer can add, becomes null; no check accepts null. */
export function fromItem(item: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, fromValue(value)]));
}

function fromValue({ S, N, M }: AttributeValue): unknown {
  if (S !== undefined) return S;
  if (N !== undefined) return Number(N);
  return M ? fromItem(M) : null;
}
