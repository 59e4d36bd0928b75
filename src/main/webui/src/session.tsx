import { useEffect, useState } from "preact/hooks";
import { type ApiError, get } from "./api";
import { authenticate } from "./credentials";
import { asApiError } from "./hooks";
import { leaveToSignIn, type Provider, settings } from "./oidc";
import type { Caller } from "./types";
import { Failure } from "./ui";

/** Whether the caller may change what happens to messages. */
export function mayOperate(caller: Caller): boolean {
  return caller.roles.includes("events:operate");
}

/** Offers the provider where one is configured; asks for a token or an API key, and tries it. */
export function SignIn({ onSignedIn }: { onSignedIn: (caller: Caller) => void }) {
  const [kind, setKind] = useState<"token" | "key">("key");
  const [secret, setSecret] = useState("");
  const [error, setError] = useState<ApiError | null>(null);
  const [provider, setProvider] = useState<Provider | null>(null);
  useEffect(() => {
    // Without an answer, a key can still be given.
    settings().then(
      ({ oidc }) => setProvider(oidc),
      () => {},
    );
  }, []);

  const submit = async (event: Event) => {
    event.preventDefault();
    authenticate(
      kind === "key" ? { header: "X-API-Key", value: secret.trim() } : { header: "Authorization", value: `Bearer ${secret.trim()}` },
    );
    try {
      onSignedIn(await get<Caller>("v1/caller"));
    } catch (fault) {
      authenticate(null);
      setError(asApiError(fault));
    }
  };
  const leave = async (to: Provider) => {
    setError(null);
    try {
      await leaveToSignIn(to);
    } catch (fault) {
      setError(asApiError(fault));
    }
  };

  return (
    <main class="sign-in" id="main">
      <form class="card" onSubmit={submit}>
        <h1>Sign in</h1>
        {provider !== null && (
          <>
            <button type="button" class="primary" onClick={() => leave(provider)}>
              Sign in with {new URL(provider.issuer).host}
            </button>
            <p class="quiet">Or with a credential that you have:</p>
          </>
        )}
        <p>The service accepts callers with an API key, or with a token of its issuer, that have the role events:read.</p>
        <fieldset>
          <legend>Sign in with</legend>
          <label>
            <input type="radio" name="kind" checked={kind === "key"} onChange={() => setKind("key")} /> API key
          </label>
          <label>
            <input type="radio" name="kind" checked={kind === "token"} onChange={() => setKind("token")} /> Bearer token
          </label>
        </fieldset>
        <label class="field">
          {kind === "key" ? "API key" : "Bearer token"}
          <input
            type="password"
            autocomplete="off"
            spellcheck={false}
            required
            value={secret}
            onInput={(event) => setSecret(event.currentTarget.value)}
          />
        </label>
        <p class="quiet">It stays in this tab until the tab is closed or you sign out, and is sent to this service only.</p>
        {error !== null && (error.status === 401 ? <Unknown /> : <Failure error={error} />)}
        <button type="submit" class={provider === null ? "primary" : undefined}>
          Sign in
        </button>
      </form>
    </main>
  );
}

function Unknown() {
  return (
    <div class="notice bad" role="alert">
      <strong>Not accepted</strong>
      <div>The key is unknown, or the token is expired or meant for another service.</div>
    </div>
  );
}
