import { ApiError, url } from "./api";
import { headers, renew } from "./credentials";

/** A message of a server-sent event stream. */
export interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** Splits the text of a stream, which arrives in pieces, into messages. */
export class SseParser {
  private rest = "";
  private id = "";

  push(text: string): Message[] {
    const lines = (this.rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.rest = lines.pop() ?? "";
    return lines.map((block) => this.message(block));
  }

  private message(block: string): Message {
    let event = "";
    const data: string[] = [];
    for (const line of block.split("\n")) {
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "id") {
        this.id = value;
      } else if (field === "event") {
        event = value;
      } else if (field === "data") {
        data.push(value);
      }
    }
    return { id: this.id, event, data: data.join("\n") };
  }
}

/**
 * Reads a stream until it ends or is aborted. Not with EventSource, which cannot send a token.
 *
 * @param lastId the id to continue after; empty for what comes next
 */
export async function stream(path: string, lastId: string, signal: AbortSignal, onMessage: (message: Message) => void): Promise<void> {
  const position: Record<string, string> = lastId === "" ? {} : { "Last-Event-ID": lastId };
  await renew();
  const response = await fetch(url(path), { headers: { ...headers(), ...position }, cache: "no-store", signal });
  if (!response.ok || response.body === null) {
    throw new ApiError(response.status, response.statusText, "The stream was not opened.", response.headers.get("Retry-After"));
  }
  const parser = new SseParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    parser.push(value).forEach(onMessage);
  }
}
