/** The credentials are missing, expired or refused: every port throws this, so that the engine waits for new ones instead of judging a build by it. */
export class LostCredentials extends Error {}
