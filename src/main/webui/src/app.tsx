import { useEffect, useRef, useState } from "preact/hooks";
import { type ApiError, get } from "./api";
import { authenticate, isAuthenticated } from "./credentials";
import { History } from "./history";
import { asApiError, useLoad, useRoute } from "./hooks";
import { hasReturned, returnSignedIn } from "./oidc";
import { Catalog } from "./screens/catalog";
import { DeadLetters } from "./screens/dead-letters";
import { Find } from "./screens/find";
import { Live } from "./screens/live";
import { OrderingKeys } from "./screens/ordering-keys";
import { Overview } from "./screens/overview";
import { Simulate } from "./screens/simulate";
import { mayOperate, SignIn } from "./session";
import type { Caller, Statistics } from "./types";
import { Failure } from "./ui";

const SCREENS = [
  { screen: "overview", title: "Overview" },
  { screen: "live", title: "Live" },
  { screen: "find", title: "Find" },
  { screen: "dead-letters", title: "Dead letters" },
  { screen: "ordering-keys", title: "Ordering keys" },
  { screen: "catalog", title: "Catalog" },
  { screen: "simulate", title: "Simulate" },
] as const;
const SAMPLE_MS = 3_000;

export function App() {
  const [caller, setCaller] = useState<Caller | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  const identify = async () => {
    setError(null);
    try {
      if (hasReturned()) {
        await returnSignedIn();
      }
      setCaller(await get<Caller>("v1/caller"));
    } catch (fault) {
      setError(asApiError(fault));
    }
  };
  useEffect(() => {
    identify();
  }, []);

  const signOut = () => {
    authenticate(null);
    setCaller(null);
    identify();
  };

  if (caller !== null) {
    return <Console caller={caller} onSignOut={signOut} />;
  }
  if (error?.status === 401) {
    return (
      <SignIn
        onSignedIn={(known) => {
          setError(null);
          setCaller(known);
        }}
      />
    );
  }
  return (
    <main class="sign-in" id="main">
      <h1 class="hidden">Tasker Domain Events</h1>
      {error !== null && <Failure error={error} retry={identify} />}
      {error !== null && (
        <button type="button" onClick={signOut}>
          {error.status === 403 ? "Sign in as another caller" : "Sign in"}
        </button>
      )}
    </main>
  );
}

function Console({ caller, onSignOut }: { caller: Caller; onSignOut: () => void }) {
  const route = useRoute();
  const history = useRef(new History());
  const statistics = useLoad("statistics", (signal) => get<Statistics>("metrics/events", signal), SAMPLE_MS);
  if (statistics.data !== null) {
    history.current.add(statistics.data);
  }
  const title = SCREENS.find((each) => each.screen === route.screen)?.title ?? "Not found";
  useEffect(() => {
    document.title = `${title} · Tasker Domain Events`;
    // On a narrow screen, the links scroll.
    document.querySelector("nav a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [title]);

  // A token may expire while the page is open.
  if (statistics.error?.status === 401) {
    return <SignIn onSignedIn={statistics.reload} />;
  }
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        Skip to the content
      </button>
      <header>
        <span class="brand">Tasker Domain Events</span>
        <nav aria-label="Screens">
          {SCREENS.filter((each) => each.screen !== "simulate" || mayOperate(caller)).map((each) => (
            <a key={each.screen} href={`#/${each.screen}`} aria-current={each.screen === route.screen ? "page" : undefined}>
              {each.title}
            </a>
          ))}
        </nav>
        <span class="caller">
          {caller.name ?? "no authentication"}
          {isAuthenticated() && (
            <button type="button" onClick={onSignOut}>
              Sign out
            </button>
          )}
        </span>
      </header>
      <main id="main" tabIndex={-1}>
        <h1 class="hidden">{title}</h1>
        {route.screen === "overview" && <Overview statistics={statistics} points={history.current.points} />}
        {route.screen === "live" && <Live route={route} />}
        {route.screen === "find" && <Find route={route} />}
        {route.screen === "ordering-keys" && <OrderingKeys />}
        {route.screen === "catalog" && <Catalog route={route} caller={caller} statistics={statistics.data} />}
        {route.screen === "simulate" && <Simulate route={route} caller={caller} />}
        {route.screen === "dead-letters" && <DeadLetters route={route} caller={caller} />}
        {title === "Not found" && (
          <p>
            There is no such screen. <a href="#/overview">Go to the overview</a>.
          </p>
        )}
      </main>
    </>
  );
}
