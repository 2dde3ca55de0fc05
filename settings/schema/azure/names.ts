import * as z from "zod";

export const secretName = z.string().regex(/^[A-Za-z0-9-]{1,127}$/, { error: "the name of a secret in Key Vault" });

export const resourceGroup = z.string().regex(/^[\w.()-]{0,89}[\w()-]$/, {
  error: "the name of a resource group: letters, digits and . _ ( ) -, no dot last",
});
