import type { StackJson } from "../synthesized";

/** What an expression of late-bound values is while they are as the settings say. Terraform's operators here are those of JavaScript. */
export function evaluated<T = string>(expression: unknown, { resource }: Pick<StackJson, "resource">): T {
  const text = /^\$\{(.*)\}$/s.exec(String(expression))?.[1];
  if (text === undefined) return expression as T;
  const settings = text
    .replace(/terraform_data\.(\w+)\.input/g, (_, name: string) => {
      const kept = resource["terraform_data"]?.[name] as { triggers_replace?: unknown[] } | undefined;
      return JSON.stringify(kept?.triggers_replace?.[0]);
    })
    .replace(/\bmax\(/g, "Math.max(");
  return new Function(`return ${settings};`)() as T;
}
