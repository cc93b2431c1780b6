// SPDX-License-Identifier: MIT
// The service's answers. Addresses are relative, so the page also works below a folder of another server.

/** What the service said instead of an answer: a sentence for the reader. */
export class Refusal extends Error {}

const patience = 4; // how often a busy service is asked again

/** An address such as "data?force=Durham&month=2023-07", without empty parameters. */
export function address(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== "" && value !== undefined && value !== null) query.set(name, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

async function refusalOf(response) {
  try {
    const told = await response.json();
    if (typeof told.error === "string") return new Refusal(told.error);
  } catch {
    // No sentence of the service's: its status must do.
  }
  return new Refusal(`The service answered ${response.status} ${response.statusText}.`.replace(" .", "."));
}

const pause = (seconds, signal) =>
  new Promise((go, stop) => {
    const timer = setTimeout(go, seconds * 1000);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      stop(signal.reason);
    });
  });

/** The JSON at an address. A service that is busy is asked again when it says; `waiting(seconds)` is told so. */
export async function fetchJson(path, parameters, { signal, waiting } = {}) {
  for (let asked = 1; ; ++asked) {
    let response;
    try {
      response = await fetch(address(path, parameters), { signal, headers: { Accept: "application/json" } });
    } catch (fault) {
      if (fault.name === "AbortError") throw fault;
      throw new Refusal("The service does not answer. Check that it is running, then load the page again.");
    }
    if (response.ok) return response.json();
    if (response.status !== 503 || asked > patience) throw await refusalOf(response);
    const seconds = Math.min(Math.max(Number(response.headers.get("Retry-After")) || 1, 1), 30);
    waiting?.(seconds);
    await pause(seconds, signal);
  }
}
