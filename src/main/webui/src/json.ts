// Marks a number that JavaScript cannot represent as it was written, such as a message id above 2^53 or 49.90. No string of the service
// starts with it: PostgreSQL stores no zero byte.
const EXACT = "\u0000";
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** A whole number of any size: a number, or its digits behind a mark. */
export type Id = number | string;

/** Parses JSON without changing a digit of its numbers. */
export function parse(text: string): unknown {
  return JSON.parse(
    text.replace(TOKENS, (token) => (token.startsWith('"') || String(Number(token)) === token ? token : `"\\u0000${token}"`)),
  );
}

/** The text of a value, of a number exactly as it was written. */
export function exact(value: unknown): string {
  const text = String(value);
  return text.startsWith(EXACT) ? text.slice(1) : text;
}

/** A number to calculate with; the service writes zero as 0.0 where it may have a fraction. */
export function approximate(value: number | string): number {
  return Number(exact(value));
}

/** JSON text with exact numbers. */
export function stringify(value: unknown, indent = 0, depth = 0): string {
  const line = indent > 0 ? `\n${" ".repeat(indent * (depth + 1))}` : "";
  const end = indent > 0 ? `\n${" ".repeat(indent * depth)}` : "";
  const colon = indent > 0 ? ": " : ":";
  if (Array.isArray(value)) {
    const items = value.map((item) => line + stringify(item, indent, depth + 1));
    return items.length === 0 ? "[]" : `[${items.join(",")}${end}]`;
  }
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => `${line}${JSON.stringify(name)}${colon}${stringify(field, indent, depth + 1)}`);
    return fields.length === 0 ? "{}" : `{${fields.join(",")}${end}}`;
  }
  return typeof value === "string" && value.startsWith(EXACT) ? value.slice(1) : JSON.stringify(value);
}
