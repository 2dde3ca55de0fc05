/** A key of your own in Key Vault that encrypts a service's data. */
export interface CustomerKey {
  /** Id of the key without its version, so that a rotated key is followed. */
  readonly keyId: string;
  /** User-assigned identity with the role `Key Vault Crypto Service Encryption User` on the key. */
  readonly identityId: string;
}
