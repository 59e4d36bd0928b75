import { ApiError, get, url } from "./api";
import { asCredentials, authenticate, requestTokens } from "./credentials";

/** An OpenID Connect provider whose users may sign in. */
export interface Provider {
  readonly issuer: string;
  readonly client_id: string;
  readonly scope: string;
}

/** What the page needs to know before the user has signed in. */
export interface Settings {
  readonly oidc: Provider | null;
}

interface Endpoints {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

interface Pending {
  readonly state: string;
  readonly verifier: string;
  /** The screen to return to. */
  readonly hash: string;
}

const PENDING = "tasker-console-sign-in";
const RANDOM_BYTES = 32;

export function settings(): Promise<Settings> {
  return get<Settings>("console/settings.json");
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

function random(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));
}

function failed(detail: string): ApiError {
  return new ApiError(0, "Not signed in", detail, null);
}

async function endpoints(issuer: string): Promise<Endpoints> {
  try {
    const response = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, { credentials: "omit" });
    return (await response.json()) as Endpoints;
  } catch {
    throw failed(`The provider ${issuer} cannot be reached from this browser, or does not allow requests of this page (CORS).`);
  }
}

/** Leaves the page for that of the provider, which returns to it: the authorization code flow with PKCE. */
export async function leaveToSignIn(provider: Provider): Promise<void> {
  if (!isSecureContext) {
    throw failed("Browsers sign in through a provider only over HTTPS, or on localhost.");
  }
  const { authorization_endpoint } = await endpoints(provider.issuer);
  const pending: Pending = { state: random(), verifier: random(), hash: location.hash };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const challenge = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(pending.verifier));
  const target = new URL(authorization_endpoint);
  const parameters = {
    response_type: "code",
    client_id: provider.client_id,
    redirect_uri: url("console/").href,
    scope: provider.scope,
    state: pending.state,
    code_challenge: base64Url(new Uint8Array(challenge)),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) {
    target.searchParams.set(name, value);
  }
  location.assign(target);
}

/** Whether the provider has sent the user back to the page. */
export function hasReturned(): boolean {
  return new URLSearchParams(location.search).has("state");
}

/** Exchanges the code of the address for tokens; fails with an {@link ApiError}. */
export async function returnSignedIn(): Promise<void> {
  const answer = new URLSearchParams(location.search);
  const text = sessionStorage.getItem(PENDING);
  const pending = text === null ? null : (JSON.parse(text) as Pending);
  sessionStorage.removeItem(PENDING);
  // A code is valid once; it must not stay in the address or in the history.
  history.replaceState(null, "", location.pathname + (pending?.hash ?? ""));
  if (pending === null || pending.state !== answer.get("state")) {
    throw failed("The answer of the provider is not for this tab. Sign in again.");
  }
  const code = answer.get("code");
  const { oidc } = await settings();
  if (code === null || oidc === null) {
    throw failed(`The provider answered: ${answer.get("error_description") ?? answer.get("error") ?? "no code"}.`);
  }
  const { token_endpoint } = await endpoints(oidc.issuer);
  const tokens = await requestTokens(token_endpoint, {
    grant_type: "authorization_code",
    code,
    client_id: oidc.client_id,
    redirect_uri: url("console/").href,
    code_verifier: pending.verifier,
  }).catch(() => ({ error: "no answer of its token endpoint" }));
  const credentials = asCredentials(tokens, token_endpoint, oidc.client_id);
  if (credentials === null) {
    throw failed(`The provider answered: ${("error_description" in tokens && tokens.error_description) || tokens.error || "no token"}.`);
  }
  authenticate(credentials);
}
