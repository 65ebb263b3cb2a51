/** The texts about callers. They are not with the others, because few gateways need them at first. */
export const texts = {
  signIn: {
    heading: "Sign in to Darkroom",
    intro: "This gateway shows its streams only to callers it knows.",
    button: "Sign in",
    leaving: "Opening the sign-in page",
    orKey: "Or use an API key",
    key: "API key",
    keyHint: "It begins with darkroom_ and is kept in a cookie that scripts cannot read.",
    useKey: "Use this key",
    checking: "Checking the key",
    keyMissing: "Enter an API key.",
    keyRefused: "The gateway does not accept this key. Check it, or ask for another.",
    expired: "Your sign-in has ended. Sign in again to go on.",
    tokenRefused:
      "You are signed in, but the gateway does not accept you. Ask its administrator for access.",
    noAnswer: "The sign-in service does not answer. Try again in a moment.",
    failed: (reason: string) => `The sign-in did not succeed: ${reason}. Try again.`,
    gatewayFailed: (reason: string) => `The gateway cannot check this: ${reason}`,
  },
  caller: {
    menu: (name: string) => `Signed in as ${name}`,
    kinds: {
      token: "Signed in",
      key: "API key",
      certificate: "Client certificate",
    } as Record<string, string>,
    may: (permissions: string) => `May ${permissions}`,
    mayNothing: "Has no permissions yet",
    signOut: "Sign out",
    signOutFailed: (reason: string) => `You are still signed in: ${reason}`,
  },
  mayNot: {
    control: "You may watch, but not change filters and pipelines.",
    sources: "You may not see or change cameras and other sources.",
    videos: "You may not see or change the gateway's videos.",
    publish: "You may not publish frames.",
    system: "You may not see the state of the system.",
  },
};
