/** How to get a new access token without asking the user. */
export interface Refresh {
  readonly token: string;
  readonly endpoint: string;
  readonly clientId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** How the caller authenticates; kept for this tab only. */
export interface Credentials {
  readonly header: "Authorization" | "X-API-Key";
  readonly value: string;
  readonly refresh?: Refresh;
}

/** What the token endpoint of a provider answers. */
export interface Tokens {
  access_token?: string;
  expires_in?: number;
  refresh_token?: string;
  error?: string;
  error_description?: string;
}

const STORED = "tasker-console-credentials";
const RENEW_BEFORE_MS = 30_000;

let credentials: Credentials | null = stored();
let renewal: Promise<void> | null = null;

function stored(): Credentials | null {
  try {
    const text = sessionStorage.getItem(STORED);
    return text === null ? null : (JSON.parse(text) as Credentials);
  } catch {
    return null;
  }
}

/** Authenticates all further requests, until the tab is closed; null signs out. */
export function authenticate(next: Credentials | null): void {
  credentials = next;
  try {
    if (next === null) {
      sessionStorage.removeItem(STORED);
    } else {
      sessionStorage.setItem(STORED, JSON.stringify(next));
    }
  } catch {
    // Without storage they last until the page is reloaded.
  }
}

export function isAuthenticated(): boolean {
  return credentials !== null;
}

export function headers(): Record<string, string> {
  return credentials === null ? {} : { [credentials.header]: credentials.value };
}

/** Asks the token endpoint of a provider. */
export async function requestTokens(endpoint: string, parameters: Record<string, string>): Promise<Tokens> {
  const response = await fetch(endpoint, {
    method: "POST",
    body: new URLSearchParams(parameters),
    cache: "no-store",
    credentials: "omit",
  });
  return (await response.json()) as Tokens;
}

/** The credentials of an answer of the token endpoint at {@code endpoint}; null when it has no token. */
export function asCredentials(tokens: Tokens, endpoint: string, clientId: string): Credentials | null {
  if (tokens.access_token === undefined) {
    return null;
  }
  const bearer = { header: "Authorization", value: `Bearer ${tokens.access_token}` } as const;
  if (tokens.refresh_token === undefined || tokens.expires_in === undefined) {
    return bearer;
  }
  const expiresAt = Date.now() + tokens.expires_in * 1_000;
  return { ...bearer, refresh: { token: tokens.refresh_token, endpoint, clientId, expiresAt } };
}

/** Renews a token that is about to expire. Does nothing when that fails: the service then answers 401, and the user signs in again. */
export async function renew(): Promise<void> {
  const refresh = credentials?.refresh;
  if (refresh === undefined || Date.now() < refresh.expiresAt - RENEW_BEFORE_MS) {
    return;
  }
  renewal ??= renewed(refresh).finally(() => {
    renewal = null;
  });
  await renewal;
}

async function renewed({ token, endpoint, clientId }: Refresh): Promise<void> {
  try {
    const parameters = { grant_type: "refresh_token", refresh_token: token, client_id: clientId };
    const tokens = await requestTokens(endpoint, parameters);
    const next = asCredentials({ refresh_token: token, ...tokens }, endpoint, clientId);
    // Signed out meanwhile.
    if (next !== null && credentials?.refresh?.token === token) {
      authenticate(next);
    }
  } catch {
    // The token may still be valid.
  }
}
