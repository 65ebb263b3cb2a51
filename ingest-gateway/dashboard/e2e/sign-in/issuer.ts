import { type Server, createServer } from "node:http";
import Provider, { type KoaContextWithOIDC } from "oidc-provider";

const RESOURCE = "urn:darkroom";
const AUDIENCE = "darkroom";
const CLIENT = "darkroom-dashboard";
const HOUR = 3600;

/** An OpenID Connect provider. Users sign in with any password; their name is also their role. */
export class Issuer {
  /** Seconds that new access tokens are valid. */
  tokenSeconds = HOUR;
  /** How often a refresh token was used. */
  renewals = 0;
  private server: Server;

  private constructor(
    private readonly port: number,
    private readonly page: string,
  ) {
    this.server = createServer(this.requests());
  }

  /**
   * @param port on 127.0.0.1, which is another site than the page's localhost
   * @param page address to which users return
   */
  static async start(port: number, page: string): Promise<Issuer> {
    const issuer = new Issuer(port, page);
    await issuer.listen();
    return issuer;
  }

  /** Forgets who has signed in, and all refresh tokens; its keys stay. */
  async forget(): Promise<void> {
    await this.stop();
    this.server = createServer(this.requests());
    await this.listen();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((stopped) => this.server.close(stopped));
  }

  async listen(): Promise<void> {
    await new Promise<void>((ready) => this.server.listen(this.port, "127.0.0.1", ready));
  }

  private requests() {
    const provider = new Provider(`http://127.0.0.1:${this.port}`, {
      clients: [
        {
          client_id: CLIENT,
          token_endpoint_auth_method: "none",
          grant_types: ["authorization_code", "refresh_token"],
          response_types: ["code"],
          redirect_uris: [this.page],
          post_logout_redirect_uris: [this.page],
        },
      ],
      clientBasedCORS: (_: KoaContextWithOIDC, origin: string) =>
        origin === new URL(this.page).origin,
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      extraTokenClaims: (_, token) => ({
        darkroom_roles: "accountId" in token ? [token.accountId] : [],
      }),
      features: {
        devInteractions: { enabled: true },
        resourceIndicators: {
          enabled: true,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: "",
            audience: AUDIENCE,
            accessTokenTTL: this.tokenSeconds,
            accessTokenFormat: "jwt",
          }),
        },
      },
      issueRefreshToken: () => true,
      pkce: { required: () => true },
      rotateRefreshToken: true,
      ttl: {
        AccessToken: () => this.tokenSeconds,
        Session: HOUR,
        Grant: HOUR,
        Interaction: HOUR,
        IdToken: HOUR,
        RefreshToken: HOUR,
      },
    });
    provider.on("grant.success", ({ oidc }) => {
      this.renewals += oidc.params?.grant_type === "refresh_token" ? 1 : 0;
    });
    return provider.callback();
  }
}

/** What the gateway is told to ask the provider for. */
export const RESOURCE_INDICATOR = RESOURCE;
