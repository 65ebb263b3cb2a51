import * as oauth from "oauth4webapi";
import type { Pending } from "./redirect";

/** How the gateway says to sign in. */
export interface SignIn {
  issuer: string;
  clientId: string;
  scope: string;
  resource: string;
}

/** What the provider gave. Kept in memory only. */
export interface Tokens {
  access: string;
  refresh: string | undefined;
}

/** An OpenID Connect provider, with which the page signs in by authorization code and PKCE. */
export class Provider {
  private constructor(
    private readonly signIn: SignIn,
    private readonly server: oauth.AuthorizationServer,
    private readonly home: string,
  ) {}

  /**
   * Reads the provider's description.
   *
   * @param home the page's address, to which the provider returns
   */
  static async discover(signIn: SignIn, home: string): Promise<Provider> {
    const issuer = new URL(signIn.issuer);
    const answer = await oauth.discoveryRequest(issuer, insecureIf(signIn.issuer));
    return new Provider(signIn, await oauth.processDiscoveryResponse(issuer, answer), home);
  }

  /**
   * Begins a sign-in.
   *
   * @param silent whether the provider may ask the user nothing
   */
  async begin(hash: string, silent: boolean): Promise<{ pending: Pending; address: string }> {
    const verifier = oauth.generateRandomCodeVerifier();
    const pending = { state: oauth.generateRandomState(), verifier, hash };
    const address = new URL(this.server.authorization_endpoint!);
    const parameters = {
      client_id: this.signIn.clientId,
      redirect_uri: this.home,
      response_type: "code",
      scope: this.signIn.scope,
      state: pending.state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...this.resource,
      ...(silent ? { prompt: "none" } : {}),
    };
    Object.entries(parameters).forEach(([name, value]) => address.searchParams.set(name, value));
    return { pending, address: address.href };
  }

  /** Exchanges the code of an answer; rejects if the provider has refused the sign-in. */
  async finish(query: URLSearchParams, { state, verifier }: Pending): Promise<Tokens> {
    const { server, client } = this;
    const code = oauth.validateAuthResponse(server, client, query, state);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      code,
      this.home,
      verifier,
      this.options,
    );
    return tokensOf(await oauth.processAuthorizationCodeResponse(server, client, answer));
  }

  async renew({ refresh }: Tokens): Promise<Tokens> {
    const { server, client } = this;
    const none = oauth.None();
    const answer = await oauth.refreshTokenGrantRequest(
      server,
      client,
      none,
      refresh!,
      this.options,
    );
    const renewed = tokensOf(await oauth.processRefreshTokenResponse(server, client, answer));
    // Providers may keep the refresh token.
    return { ...renewed, refresh: renewed.refresh ?? refresh };
  }

  /**
   * Where the user signs out; undefined if the provider has no such page. The address has no hint
   * with the ID token, so the provider may ask the user to confirm.
   */
  farewell(): string | undefined {
    const { end_session_endpoint: endpoint } = this.server;
    if (!endpoint) {
      return undefined;
    }
    const address = new URL(endpoint);
    address.searchParams.set("client_id", this.signIn.clientId);
    address.searchParams.set("post_logout_redirect_uri", this.home);
    return address.href;
  }

  private get client(): oauth.Client {
    return { client_id: this.signIn.clientId };
  }

  private get resource(): Record<string, string> {
    return this.signIn.resource ? { resource: this.signIn.resource } : {};
  }

  private get options(): oauth.TokenEndpointRequestOptions {
    return { ...insecureIf(this.signIn.issuer), additionalParameters: this.resource };
  }
}

/** Why a sign-in failed; empty if the provider did not answer, or only refused to ask the user. */
export function reasonOf(error: unknown): string {
  const refused =
    error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError;
  if (refused) {
    return error.error_description ?? error.error;
  }
  return error instanceof TypeError ? "" : error instanceof Error ? error.message : String(error);
}

/** Whether the provider says that a refresh token is of no use any more. */
export function isSpent(error: unknown): boolean {
  return error instanceof oauth.ResponseBodyError;
}

/** The gateway accepts providers without TLS only on the same machine. */
function insecureIf(issuer: string): { [oauth.allowInsecureRequests]?: boolean } {
  return issuer.startsWith("http:") ? { [oauth.allowInsecureRequests]: true } : {};
}

function tokensOf(answer: oauth.TokenEndpointResponse): Tokens {
  return { access: answer.access_token, refresh: answer.refresh_token };
}
