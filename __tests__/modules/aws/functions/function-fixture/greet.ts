import { greeting } from "./words";

export async function handler(event: { readonly name: string }): Promise<string> {
  return `${greeting} ${event.name}`;
}
