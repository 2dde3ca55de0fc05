import * as z from "zod";

export const secretName = z.string().regex(/^[A-Za-z0-9-]{1,127}$/, { error: "the name of a secret in Key Vault" });
