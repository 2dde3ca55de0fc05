import { expression } from "./expressions";

/** An input of a reusable workflow that its caller gives. */
export const required = (description: string) => ({ type: "string", required: true, description });

/** An input of a reusable workflow that is empty unless its caller gives it. */
export const optional = (description: string) => ({ type: "string", default: "", description });

/** The value of an input. */
export const input = (name: string): string => expression(`inputs.${name}`);
