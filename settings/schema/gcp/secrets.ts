import * as z from "zod";

/** A version of a secret in Secret Manager, by number: with `latest`, two replicas of one revision could hold two values. */
const versionForm = /^projects\/[^/]+\/secrets\/[^/]+\/versions\/\d+$/;

/** Whether a text names a version of a secret. */
export const isSecretVersion = (reference: string): boolean => versionForm.test(reference);

export const secretVersion = z.string().regex(versionForm, {
  error: "a version of a secret, by number: projects/…/secrets/…/versions/3",
});
